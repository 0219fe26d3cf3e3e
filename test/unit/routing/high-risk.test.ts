import { describe, expect, test } from "vitest";
import type { Approval } from "../../../src/core/policy.ts";
import { createRouter } from "../../../src/routing/create-router.ts";
import {
  aPolicy,
  aRegistry,
  aSource,
  someOptions,
  type PolicyDocument,
} from "./policy-builders.ts";
import { aView, stepsOf, walk } from "./policy-walk.ts";

const fallback = {
  retry_same_route_once: ["rate_limit"],
  fallback_to_backup_route: ["primary_route_unavailable"],
  backup_routes: ["backup", "second"],
};
const approved = (from: string, to: string, untilMs?: number): Approval => ({
  from,
  to,
  by: "lead",
  untilMs,
});
const high: PolicyDocument = { risk_class: "high", fallback };

describe("P2: high risk changes no route unasked", () => {
  test.each(["low", "medium", undefined] as const)("%s risk falls back as written", (risk) => {
    expect(walk(aPolicy({ risk_class: risk, fallback }), ["timeout", "ok"])).toEqual([
      "first main",
      "fallback backup",
      "answer",
    ]);
  });

  test("without an approval a person has to decide, after the retry", () => {
    expect(walk(aPolicy(high), ["rate_limit"])).toEqual(["first main", "retry main", "queue"]);
    expect(stepsOf(aPolicy(high), ["timeout"]).at(-1)).toEqual({
      kind: "queue",
      because:
        "primary_route_unavailable (timeout) on main: the risk is high, and nobody approved going from main to backup",
    });
  });

  test("an approved route is taken, in the order in which they are listed", () => {
    const approvals = [approved("main", "second")];
    const policy = aPolicy({ ...high, fallback: { ...fallback, approvals } });
    expect(walk(policy, ["timeout", "ok"])).toEqual(["first main", "fallback second", "answer"]);
  });

  test("an approval speaks of one change, not of the way back or on", () => {
    const approvals = [approved("main", "backup"), approved("main", "second")];
    const policy = aPolicy({ ...high, fallback: { ...fallback, approvals } });
    expect(walk(policy, ["timeout"])).toEqual(["first main", "fallback backup", "queue"]);
  });

  test("an approval holds to the end of its day, and not a millisecond longer", () => {
    const approvals = [approved("main", "backup", 1_000)];
    const policy = aPolicy({ ...high, fallback: { ...fallback, approvals } });
    const at = (nowMs: number) => walk(policy, ["timeout", "ok"], { signals: { nowMs } });
    expect(at(1_000)).toEqual(["first main", "fallback backup", "answer"]);
    expect(at(1_001)).toEqual(["first main", "queue"]);
  });

  test("where nothing asks for a change the failure is the end", () => {
    expect(walk(aPolicy(high), ["invalid_request"])).toEqual(["first main", "give_up"]);
  });

  test("an escalation is a change, too", () => {
    const strategy = {
      kind: "cascade",
      routes: ["main", "backup"],
      escalateWhen: aSource("true"),
      maxEscalations: 1,
    } as const;
    expect(walk(aPolicy({ strategy, risk_class: "high" }), ["ok"])).toEqual([
      "first main",
      "queue",
    ]);
    const approvals = [approved("main", "backup")];
    const policy = aPolicy({ strategy, risk_class: "high", fallback: { approvals } });
    expect(walk(policy, ["ok"])).toEqual(["first main", "escalation backup", "answer"]);
  });

  test("the rest of a priority list is a change, too", () => {
    const strategy = { kind: "priority", routes: ["main", "second"] } as const;
    expect(walk(aPolicy({ strategy, risk_class: "high" }), ["timeout"])).toEqual([
      "first main",
      "queue",
    ]);
  });

  test("nobody stands in unasked for a route that is refused", () => {
    const refused = { ...high, blocked_routes: ["main"] };
    expect(stepsOf(aPolicy(refused), ["ok"])).toEqual([
      {
        kind: "queue",
        because:
          'pinned to this route; "main" is refused: it is in blocked_routes; the risk is high, and no approval leads to it',
      },
    ]);
    const approvals = [approved("main", "backup")];
    const policy = aPolicy({ ...refused, fallback: { ...fallback, approvals } });
    expect(walk(policy, ["ok"])).toEqual(["fallback backup", "answer"]);
  });

  test("what no approval leads to is refused for its risk, and is in no chain", () => {
    const router = createRouter(aPolicy(high), aRegistry(), someOptions);
    const decision = router.decide(aView(), { nowMs: 0 });
    expect(decision.chain).toEqual([]);
    expect(decision.refused?.map(({ route, kind }) => [route, kind])).toEqual([
      ["backup", "risk"],
      ["second", "risk"],
    ]);
  });
});

describe("P2: a record's own risk class", () => {
  const byTag: PolicyDocument = { class_by: "tags.risk", fallback };
  const after = (document: PolicyDocument, risk: string) =>
    walk(aPolicy(document), ["timeout", "ok"], { view: aView({ tags: { risk } }) })[1];

  test("counts where the policy says by what it is told", () => {
    expect(after(byTag, "high")).toBe("queue");
    expect(after(byTag, "low")).toBe("fallback backup");
    expect(after({ fallback }, "high")).toBe("fallback backup");
  });

  test("the higher of the record's and the workflow's counts", () => {
    expect(after({ ...byTag, risk_class: "high" }, "low")).toBe("queue");
    expect(after({ ...byTag, risk_class: "low" }, "high")).toBe("queue");
    expect(after({ ...byTag, risk_class: "medium" }, "low")).toBe("fallback backup");
  });

  test("a word that is no class is an error that names place and record", () => {
    expect(() => after(byTag, "severe")).toThrow(
      'policies/p.yaml:7:13: class_by gives "severe" on record "r-1", which is no risk class',
    );
  });
});
