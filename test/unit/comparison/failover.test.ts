import { describe, expect, test } from "vitest";
import type { Outcome } from "../../../src/core/outcome.ts";
import type { Policy } from "../../../src/core/policy.ts";
import { aFailedAttempt, anAcceptedGrade, anAttempt, aRefusedGrade } from "./an-outcome.ts";
import { on, pinned, run } from "./two-arms.ts";

describe("M6: failover readiness by provider pair", () => {
  const fellBack = (isAccepted: boolean): Partial<Outcome> => ({
    attempts: [
      aFailedAttempt("overloaded", { route: "small" }),
      anAttempt({ index: 1, kind: "fallback", route: "large", provider: "anthropic" }),
      ...(isAccepted
        ? [anAttempt({ index: 2, kind: "retry", route: "large", provider: "anthropic" })]
        : []),
    ],
    grade: isAccepted ? anAcceptedGrade : aRefusedGrade,
  });

  test("seen and accepted are counted by hand: 6 of 40 fall back, 4 with an accepted answer", () => {
    const { policies } = run({
      records: 40,
      policies: [pinned("small"), pinned("small")],
      outcomes: (ordinal, arm) => (arm === 1 && ordinal < 6 ? fellBack(ordinal < 4) : on("small")),
      failovers: [
        { from: "small", to: "large", drilled: "pass" },
        { from: "small", to: "backup", drilled: "not_drilled" },
        { from: "small", to: "twin", drilled: "fail" },
      ],
    });
    expect(policies["after"]?.failover).toEqual([
      {
        from: "openai",
        to: "anthropic",
        routes: [{ from: "small", to: "large" }],
        drilled: "pass",
        seen: 6,
        accepted: 4,
      },
      {
        from: "openai",
        to: "google",
        routes: [{ from: "small", to: "backup" }],
        drilled: "not_drilled",
        seen: 0,
        accepted: 0,
      },
      {
        from: "openai",
        to: "openai",
        routes: [{ from: "small", to: "twin" }],
        drilled: "fail",
        seen: 0,
        accepted: 0,
      },
    ]);
    expect(policies["before"]?.failover).toEqual([]);
  });

  test("a chain of two fallbacks helped by its last one; an escalation is none", () => {
    const { policies } = run({
      records: 3,
      policies: [pinned("small"), pinned("small")],
      outcomes: (ordinal) => ({
        attempts: [
          aFailedAttempt("timeout", { route: "small" }),
          ordinal === 0
            ? aFailedAttempt("timeout", { index: 1, kind: "fallback", route: "large" })
            : anAttempt({ index: 1, kind: "escalation", route: "large" }),
          anAttempt({ index: 2, kind: ordinal === 0 ? "fallback" : "retry", route: "backup" }),
        ],
      }),
      failovers: [],
    });
    const seen = policies["after"]?.failover?.map(
      ({ from, to, seen: calls, accepted, drilled }) => [from, to, calls, accepted, drilled],
    );
    expect(seen).toEqual([
      ["anthropic", "google", 1, 1, "not_promised"],
      ["openai", "anthropic", 1, 0, "not_promised"],
    ]);
  });

  test("a first call that stands in for the primary route is a failover from its provider", () => {
    const standIn = { attempts: [anAttempt({ kind: "fallback", route: "large" })], route: "large" };
    const { policies } = run({
      records: 2,
      policies: [pinned("small"), pinned("small")],
      outcomes: () => standIn,
    });
    expect(policies["after"]?.failover).toMatchObject([
      { from: "openai", to: "anthropic", seen: 2 },
    ]);
  });

  test("of several choices the one that was refused at that moment was stood in for", () => {
    const weighted: Partial<Policy> = {
      strategy: { kind: "rules", rules: [], otherwise: "small" },
      primaryRoute: "small",
    };
    const { policies } = run({
      records: 2,
      policies: [weighted, weighted],
      outcomes: (ordinal) => ({
        route: "large",
        attempts: [anAttempt({ kind: "fallback", route: "large" })],
        trace:
          ordinal === 0
            ? { refused: [{ route: "backup", kept: false, because: "open", kind: "health" }] }
            : {},
      }),
    });
    expect(policies["after"]?.failover).toMatchObject([
      { from: "google", to: "anthropic", seen: 1 },
    ]);
  });
});
