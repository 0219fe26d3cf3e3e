import { assert, describe, expect, test } from "vitest";
import type { KnownGrade } from "../../../src/comparison/known-grade.ts";
import { aFailedAttempt, anAttempt } from "./an-outcome.ts";
import { aGate, aPolicy } from "./a-policy.ts";
import { aRoute, on, pinned, run, type TwoArms } from "./two-arms.ts";

describe("M6: unused routes", () => {
  test("named and never called, with what for and by whom", () => {
    const { routes: found } = run({
      records: 40,
      policies: [
        { ...pinned("small"), allowedRoutes: ["small", "old", "backup"] },
        {
          strategy: {
            kind: "rules",
            rules: [{ when: { text: "false", place: "p.yaml:1:1" }, route: "twin" }],
            otherwise: "small",
          },
          fallback: {
            ...aPolicy().fallback,
            backupRoutes: ["backup", "large"],
          },
        },
      ],
      // One record falls back on `large`: that it was decided for none does not make it unused.
      outcomes: (ordinal, arm) =>
        arm === 1 && ordinal === 0
          ? {
              attempts: [
                aFailedAttempt("timeout", { route: "small" }),
                anAttempt({ index: 1, kind: "fallback", route: "large" }),
              ],
            }
          : on("small"),
    });
    expect(found?.unused).toEqual([
      {
        route: "backup",
        provider: "google",
        lifecycle: "managed",
        role: "fallback",
        named_by: ["before", "after"],
      },
      {
        route: "old",
        provider: "google",
        lifecycle: "deprecated",
        role: "allowed",
        named_by: ["before"],
      },
      {
        route: "twin",
        provider: "openai",
        lifecycle: "managed",
        role: "choice",
        named_by: ["after"],
      },
    ]);
  });
});

describe("M6: dominated routes", () => {
  test("of a table: at least as good in all three figures and better in one", () => {
    // 40 records. small: 30 accepted at 2,000 and 200 ms. twin: 30 at 1,000 and 200 ms.
    // large: 40 at 9,000 and 100 ms: dearer than both, so it dominates neither.
    const grade = (accepted: boolean, costNanoUsd: number, latencyMs: number): KnownGrade => ({
      accepted,
      score: undefined,
      costNanoUsd,
      latencyMs,
    });
    const { routes: found } = run({
      records: 40,
      policies: [pinned("small"), pinned("twin")],
      outcomes: (_, arm) => on(arm === 0 ? "small" : "twin"),
      routesKnown: ["small", "twin", "large"],
      known: (ordinal) => [
        grade(ordinal < 30, 2_000, 200),
        grade(ordinal >= 10, 1_000, 200),
        grade(true, 9_000, 100),
      ],
    });
    expect(found?.dominated).toEqual([
      {
        route: "small",
        by: "twin",
        n: 40,
        basis: "table",
        figures: {
          acceptance_rate: 0.75,
          cost_per_request_usd: expect.closeTo(0.000002, 15) as number,
          p95_complete_ms: 200,
        },
        by_figures: {
          acceptance_rate: 0.75,
          cost_per_request_usd: expect.closeTo(0.000001, 15) as number,
          p95_complete_ms: 200,
        },
      },
    ]);
  });

  const decided = (records: number, differ: number): TwoArms => ({
    records,
    policies: [pinned("small"), pinned("large")],
    // On the first records the arms decide differently: large is right more often, and cheaper.
    outcomes: (ordinal, arm) =>
      ordinal >= differ
        ? on("twin")
        : arm === 0
          ? on("small", { isAccepted: ordinal % 2 === 0, latencyMs: ordinal })
          : on("large", { costNanoUsd: 900, latencyMs: ordinal }),
  });

  test("without a table: where two policies decided differently for the same records", () => {
    // 50 records of which 40 differ: p95 of 0..39 ms is the 38th smallest, 37 ms, for both.
    const { routes: found } = run(decided(50, 40));
    expect(found?.dominated).toEqual([
      {
        route: "small",
        by: "large",
        n: 40,
        basis: "decided",
        figures: {
          acceptance_rate: 0.5,
          cost_per_request_usd: expect.closeTo(0.000001, 15) as number,
          p95_complete_ms: 37,
        },
        by_figures: {
          acceptance_rate: 1,
          cost_per_request_usd: expect.closeTo(9e-7, 15) as number,
          p95_complete_ms: 37,
        },
      },
    ]);
  });

  test("29 shared records say nothing, 30 do", () => {
    expect(run(decided(50, 29)).routes?.dominated).toEqual([]);
    expect(run(decided(50, 30)).routes?.dominated).toHaveLength(1);
  });

  test("a route that is worse on a part of its records may be there for the rest", () => {
    const { routes: found } = run({
      records: 60,
      policies: [pinned("small"), pinned("large")],
      outcomes: (ordinal, arm) =>
        on(arm === 1 && ordinal < 40 ? "large" : "small", { costNanoUsd: arm === 0 ? 1_000 : 900 }),
    });
    expect(found?.dominated).toEqual([]);
  });

  test("equal figures dominate nobody, and an unknown cost is no low one", () => {
    const equal = run({
      records: 40,
      policies: [pinned("small"), pinned("large")],
      outcomes: (_, arm) => on(arm === 0 ? "small" : "large"),
    });
    expect(equal.routes?.dominated).toEqual([]);
    const unknown = run({
      records: 40,
      policies: [pinned("small"), pinned("large")],
      outcomes: (ordinal, arm) => ({
        ...on(arm === 0 ? "small" : "large"),
        ...(arm === 1 && {
          attempts: [anAttempt({ route: "large", costNanoUsd: ordinal === 3 ? undefined : 1 })],
        }),
      }),
    });
    expect(unknown.routes?.dominated).toEqual([]);
  });
});

describe("P3: exit criteria", () => {
  const trial = aRoute("small", {
    provider: "openai",
    lifecycle: "experimental",
    exitCriteria: {
      to: "managed",
      gates: [
        aGate("acceptance_rate", "min", 0.8),
        aGate("cost_per_request_usd", "max", 0.0000005),
      ],
    },
  });

  test("are held to the records that were sent to the route", () => {
    const { routes: found } = run({
      records: 100,
      policies: [pinned("large"), pinned("small")],
      // The second policy sends 60 records to the route on trial, all of them accepted.
      outcomes: (ordinal, arm) => on(arm === 1 && ordinal < 60 ? "small" : "large"),
      routes: [trial, aRoute("large", { provider: "anthropic" })],
    });
    const [criteria, ...others] = found?.exit_criteria ?? [];
    expect(others).toEqual([]);
    assert(criteria !== undefined);
    expect(criteria).toMatchObject({
      route: "small",
      lifecycle: "experimental",
      to: "managed",
      policy: "after",
      records: 60,
      is_met: false,
    });
    expect(criteria.gates.map(({ id, status, observed }) => [id, status, observed.n])).toEqual([
      ["acceptance_rate min 0.8 [route small]", "pass", 60],
      ["cost_per_request_usd max 5e-7 [route small]", "fail", 60],
    ]);
  });

  test("of a route without records are open, and no route without any is spoken of", () => {
    const none = run({
      records: 40,
      policies: [pinned("large"), { ...pinned("large"), allowedRoutes: ["small", "large"] }],
      outcomes: () => on("large"),
      routes: [trial, aRoute("large", { provider: "anthropic" })],
    });
    expect(none.routes?.exit_criteria).toMatchObject([
      { route: "small", policy: null, records: 0, gates: [], is_met: false },
    ]);
    const plain = run({
      records: 40,
      policies: [pinned("large"), pinned("large")],
      outcomes: () => on("large"),
    });
    expect(plain.routes).not.toHaveProperty("exit_criteria");
  });
});
