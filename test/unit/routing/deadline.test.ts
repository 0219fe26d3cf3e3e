import { describe, expect, test } from "vitest";
import { aPolicy, type FallbackDocument } from "./policy-builders.ts";
import { stepsOf, walk } from "./policy-walk.ts";

const fallback = {
  max_attempts: 10,
  retry_same_route_once: ["transient_error"],
  fallback_to_backup_route: ["primary_route_unavailable"],
  backup_routes: ["backup", "second"],
};
const within = (deadlineMs: number, more: FallbackDocument = {}) =>
  aPolicy({ latency: { deadlineMs }, fallback: { ...fallback, ...more } });

describe("P5: a completion deadline", () => {
  test("each call may take what waits and earlier calls have left", () => {
    // 4,000 ms in the first call, a wait of 1,000 ms, 2,500 ms in the retry.
    const ends = [
      { kind: "overloaded", latencyMs: 4_000 },
      { kind: "overloaded", latencyMs: 2_500 },
      "ok",
    ];
    const steps = stepsOf(within(10_000), ends);
    expect(steps.map((step) => (step.kind === "call" ? step.timeoutMs : step.kind))).toEqual([
      10_000,
      5_000,
      2_500,
      "answer",
    ]);
  });

  test("no call is made when nothing is left, and the end says so", () => {
    const steps = stepsOf(within(10_000), [{ kind: "timeout", latencyMs: 10_000 }]);
    expect(steps.at(-1)).toEqual({
      kind: "give_up",
      because: "deadline_ms 10000 is over: failed (timeout) on main",
    });
    expect(steps).toHaveLength(2);
  });

  test("a wait that is longer than what is left makes no retry: the backup is asked at once", () => {
    const ends = [{ kind: "rate_limit", retryAfterMs: 6_000, latencyMs: 4_000 }, "ok"];
    expect(walk(within(10_000), ends)).toEqual(["first main", "fallback backup", "answer"]);
    expect(walk(within(10_001), ends)).toEqual(["first main", "retry main", "answer"]);
  });

  test("an answer stands, though it could be bettered with more time", () => {
    const policy = within(100, { retry_same_route_once: ["schema_invalid"] });
    expect(walk(policy, [{ kind: "schema_broken", latencyMs: 100 }])).toEqual([
      "first main",
      "answer",
    ]);
    expect(walk(policy, [{ kind: "schema_broken", latencyMs: 99 }, "ok"])[1]).toBe("retry main");
  });

  test("a text of the policy takes no time", () => {
    const policy = within(100, { degrade: [{ kind: "static_answer", text: "Later." }] });
    expect(walk(policy, [{ kind: "timeout", latencyMs: 100 }])).toEqual([
      "first main",
      "static_answer",
    ]);
  });

  test("with a rule that waits for a time the shorter of both counts", () => {
    const policy = within(10_000, { fallback_to_backup_route: ["over 3 s"] });
    const ends = [
      { kind: "timeout", latencyMs: 3_000 },
      { kind: "timeout", latencyMs: 3_000 },
      "ok",
    ];
    const calls = stepsOf(policy, ends).filter((step) => step.kind === "call");
    expect(calls.map(({ timeoutMs }) => timeoutMs)).toEqual([3_000, 3_000, 3_000]);
  });
});

describe("P5: a maximum time in the queue", () => {
  const policy = aPolicy({ latency: { maxQueueMs: 30_000 } });
  const after = (queuedMs: number | undefined) =>
    stepsOf(policy, ["ok"], {
      signals: { nowMs: 0, ...(queuedMs !== undefined && { queuedMs }) },
    })[0];

  test("a record that waited longer is not called any more", () => {
    expect(after(30_000)).toMatchObject({ kind: "call" });
    expect(after(30_001)).toEqual({
      kind: "give_up",
      because: "it waited 30001 ms, and max_queue_ms is 30000",
    });
  });

  test("where the wait is not known nothing is held against a record", () => {
    expect(after(undefined)).toMatchObject({ kind: "call" });
  });
});
