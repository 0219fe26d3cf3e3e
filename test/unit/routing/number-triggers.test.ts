import { describe, expect, test } from "vitest";
import type { FallbackRules } from "../../../src/core/policy.ts";
import { aPolicy, type FallbackDocument } from "./policy-builders.ts";
import { aView, stepsOf, walk, type End } from "./policy-walk.ts";

const withRules = (fallback: FallbackDocument) => aPolicy({ fallback });
const fallingBackOn = (trigger: string, rest: FallbackDocument = {}) =>
  withRules({ fallback_to_backup_route: [trigger], backup_routes: ["backup"], ...rest });

/** Whether a policy that falls back on a trigger does so after this end. */
const fallsBack = (trigger: string, end: End): boolean =>
  walk(fallingBackOn(trigger), [end, "ok"]).includes("fallback backup");

describe("P8: statuses as triggers", () => {
  test.each([
    ["429", "rate_limit", true],
    ["429", "overloaded", false],
    ["4xx", "rate_limit", true],
    ["5xx", "transient_5xx", true],
    ["5xx", "overloaded", true],
    ["5xx", "rate_limit", false],
    ["5xx", "timeout", false],
    // Which of its statuses a 5xx error had is not known where there was no wire.
    ["503", "transient_5xx", false],
  ])("%s after %s without a wire: %s", (trigger, kind, isTaken) => {
    expect(fallsBack(trigger, kind)).toBe(isTaken);
  });

  test.each([
    ["503", 503, true],
    ["503", 502, false],
    ["5xx", 599, true],
    ["5xx", 499, false],
    ["404", 404, true],
  ])("%s after an error with HTTP status %i: %s", (trigger, httpStatus, isTaken) => {
    expect(fallsBack(trigger, { kind: "invalid_request", httpStatus })).toBe(isTaken);
  });
});

describe("P8: time as a trigger", () => {
  test.each([
    [30_000, false],
    [30_000.5, true],
  ])("over 30 s after an answer that took %d ms: %s", (latencyMs, isTaken) => {
    expect(fallsBack("over 30 s", { latencyMs })).toBe(isTaken);
  });

  test("who was cut off at the limit was slower than it", () => {
    expect(fallsBack("over 30 s", { kind: "timeout", latencyMs: 30_000 })).toBe(true);
    expect(fallsBack("over 30 s", { kind: "timeout", latencyMs: 29_999 })).toBe(false);
    expect(fallsBack("over 30 s", { kind: "first_token_timeout", latencyMs: 30_000 })).toBe(false);
  });

  test.each([
    [{ firstTokenMs: 10_000 }, false],
    [{ firstTokenMs: 10_001 }, true],
    [{ kind: "first_token_timeout", latencyMs: 10_000 }, true],
    [{ latencyMs: 60_000 }, false],
  ])("first token over 10 s after %j: %s", (end, isTaken) => {
    expect(fallsBack("first token over 10 s", end)).toBe(isTaken);
  });

  test("what a rule waits for is how long a call may take, the shortest counts", () => {
    const policy = withRules({
      retry_same_route_once: ["over 30 s"],
      fallback_to_backup_route: ["over 20 s", "first token over 1500 ms"],
      backup_routes: ["backup"],
    });
    const [first] = stepsOf(policy, ["ok"]);
    expect(first).toMatchObject({ timeoutMs: 20_000, firstTokenTimeoutMs: 1_500 });
  });

  test("without such a rule a step says nothing of time", () => {
    const [first] = stepsOf(aPolicy(), ["ok"]);
    expect(first).not.toHaveProperty("timeoutMs");
    expect(first).not.toHaveProperty("firstTokenTimeoutMs");
  });
});

describe("P7: an expression as a trigger", () => {
  test("sees the answer and the attempts so far", () => {
    const policy = fallingBackOn('response.finish_reason == "length" && attempts.size() == 1');
    expect(walk(policy, ["cut_short", "cut_short"])).toEqual([
      "first main",
      "fallback backup",
      "answer",
    ]);
    expect(walk(policy, ["ok"])).toEqual(["first main", "answer"]);
  });

  test("sees the request as a rule does", () => {
    const policy = withRules({ stop_and_queue: ['tags.tier == "gold" && has(response.error)'] });
    const view = aView({ tags: { tier: "gold" } });
    expect(walk(policy, ["timeout"], { view })).toEqual(["first main", "queue"]);
    expect(walk(policy, ["ok"], { view })).toEqual(["first main", "answer"]);
  });

  test("one that needs an answer does not hold after a failure", () => {
    const policy = fallingBackOn("response.signals.confidence < 0.5");
    expect(walk(policy, ["timeout"])).toEqual(["first main", "give_up"]);
    expect(
      walk(policy, [{ signals: { confidence: 0.4 } }, { signals: { confidence: 0.6 } }]).at(1),
    ).toBe("fallback backup");
  });

  test("one that fails on an answer names trigger and record", () => {
    const policy = fallingBackOn("response.signals.confidence < 0.5");
    expect(() => walk(policy, ["ok"])).toThrow(
      /policies\/p\.yaml:7:13: the trigger "response\.signals\.confidence < 0\.5" fails on record "r-1"/,
    );
  });

  test("the step says which trigger held", () => {
    const text = "response.latency_ms > 50.0";
    expect(stepsOf(fallingBackOn(text), ["ok"])[1]).toMatchObject({ because: `${text} on main` });
  });
});

test("rules of one kind are tried as they are written, kinds by the transition table", () => {
  const rules: FallbackRules["transitions"] = [
    { trigger: "timeout", reaction: { kind: "fallback", route: "second" } },
    { trigger: "timeout", reaction: { kind: "fallback", route: "backup" } },
    { trigger: "timeout", reaction: { kind: "retry" } },
  ];
  const policy = aPolicy();
  const mixed = { ...policy, fallback: { ...policy.fallback, maxAttempts: 9, transitions: rules } };
  expect(walk(mixed, ["timeout"])).toEqual([
    "first main",
    "retry main",
    "fallback second",
    "retry second",
    "fallback backup",
    "retry backup",
    "give_up",
  ]);
});
