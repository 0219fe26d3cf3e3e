import { describe, expect, test } from "vitest";
import type { Degradation } from "../../../src/core/degradation.ts";
import { aPolicy, type PolicyDocument } from "./policy-builders.ts";
import { stepsOf, walk } from "./policy-walk.ts";

const text = "We cannot answer right now. Please call us.";
const reduced = (route: string | undefined, maxOutputTokens = 200): Degradation => ({
  kind: "reduced_scope",
  route,
  change: { maxOutputTokens, withoutTools: true, instruction: "Answer in one sentence." },
});
const degrade: readonly Degradation[] = [reduced("second"), { kind: "static_answer", text }];
const fallback = {
  fallback_to_backup_route: ["primary_route_unavailable"],
  backup_routes: ["backup"],
  degrade,
};
const policy = (more: PolicyDocument = {}) => aPolicy({ fallback, ...more });

describe("P9: a lesser service, and never silently", () => {
  test("comes after the last fallback, in the order in which it is written", () => {
    expect(walk(policy(), ["timeout"])).toEqual([
      "first main",
      "fallback backup",
      "reduced_scope second",
      "static_answer",
    ]);
    expect(walk(policy(), ["timeout", "timeout", "ok"]).slice(2)).toEqual([
      "reduced_scope second",
      "answer",
    ]);
  });

  test("comes after any failure that nothing may follow", () => {
    expect(walk(policy(), ["invalid_request", "ok"])).toEqual([
      "first main",
      "reduced_scope second",
      "answer",
    ]);
  });

  test("says what is reduced, and why", () => {
    expect(stepsOf(policy(), ["invalid_request", "ok"])[1]).toEqual({
      kind: "call",
      route: "second",
      attempt: "reduced_scope",
      because: "reduced scope, as nothing may follow: failed (invalid_request) on main",
      waitMs: 0,
      isUnreviewed: false,
      change: { maxOutputTokens: 200, withoutTools: true, instruction: "Answer in one sentence." },
    });
  });

  test("the text of the policy is the end, with the reason", () => {
    expect(stepsOf(policy(), ["timeout"]).at(-1)).toEqual({
      kind: "static_answer",
      text,
      because: "nothing may follow: failed (timeout) on second",
    });
  });

  test("never comes after a stop or a queue, and never in place of an answer", () => {
    const stop = { ...fallback, stop_without_fallback: ["safety_refusal"], stop_and_queue: ["x"] };
    expect(walk(aPolicy({ fallback: stop }), ["safety_refusal"])).toEqual(["first main", "stop"]);
    expect(walk(aPolicy({ fallback: stop }), [{ signals: { x: true } }])).toEqual([
      "first main",
      "queue",
    ]);
    expect(walk(policy(), ["schema_broken"])).toEqual(["first main", "answer"]);
    expect(walk(policy(), ["not_covered"])).toEqual(["first main", "give_up"]);
  });

  test("a stop rule holds after a reduced scope, retries and fallbacks do not", () => {
    const rules = {
      ...fallback,
      retry_same_route_once: ["timeout"],
      stop_without_fallback: ["safety_refusal"],
    };
    const kind = aPolicy({ fallback: rules });
    const before = ["invalid_request"];
    expect(walk(kind, [...before, "safety_refusal"]).at(-1)).toBe("stop");
    expect(walk(kind, [...before, "timeout"]).slice(1)).toEqual([
      "reduced_scope second",
      "static_answer",
    ]);
  });
});

describe("P9: a reduced scope keeps to what the policy allows", () => {
  test("it counts in max_attempts", () => {
    const capped = aPolicy({ fallback: { ...fallback, max_attempts: 2 } });
    expect(walk(capped, ["timeout"])).toEqual(["first main", "fallback backup", "static_answer"]);
  });

  test("a route that may not be fallen back to is passed over", () => {
    const blocked = aPolicy({ fallback: { ...fallback, blocked_fallbacks: ["second"] } });
    expect(walk(blocked, ["invalid_request"])).toEqual(["first main", "static_answer"]);
    const refused = policy({ blocked_routes: ["second"] });
    expect(walk(refused, ["invalid_request"])).toEqual(["first main", "static_answer"]);
  });

  test("high risk goes to no other route unasked", () => {
    const risky = policy({ risk_class: "high" });
    expect(walk(risky, ["invalid_request"])).toEqual(["first main", "static_answer"]);
    const approvals = [{ from: "main", to: "second", by: "lead", untilMs: undefined }];
    const approved = policy({ risk_class: "high", fallback: { ...fallback, approvals } });
    expect(walk(approved, ["invalid_request", "ok"])[1]).toBe("reduced_scope second");
  });

  test("without an approval that the policy asks for it is unreviewed", () => {
    const reviewed = aPolicy({ fallback: { ...fallback, approval_required: true } });
    expect(stepsOf(reviewed, ["invalid_request", "ok"])[1]).toMatchObject({ isUnreviewed: true });
  });

  test("without a route it asks less of the one that was decided on, each entry once", () => {
    const twice = [reduced(undefined, 200), reduced(undefined, 50)];
    const kind = aPolicy({ fallback: { degrade: twice, blocked_fallbacks: ["main"] } });
    const steps = stepsOf(kind, ["overloaded"]);
    expect(
      steps.map((step) => (step.kind === "call" ? step.change?.maxOutputTokens : step.kind)),
    ).toEqual([undefined, 200, 50, "give_up"]);
  });
});
