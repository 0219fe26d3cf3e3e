import { describe, expect, test } from "vitest";
import { aPolicy, type FallbackDocument } from "./policy-builders.ts";
import { aView, stepsOf, walk, type End } from "./policy-walk.ts";

const withRules = (fallback: FallbackDocument) => aPolicy({ fallback });

describe("stop_without_fallback and stop_and_queue", () => {
  const open = {
    retry_same_route_once: ["safety_refusal", "transient_error", "schema_invalid"],
    fallback_to_backup_route: ["safety_refusal", "primary_route_unavailable", "schema_invalid"],
    backup_routes: ["backup"],
  };

  test("a stop comes before retry and fallback", () => {
    const policy = withRules({ ...open, stop_without_fallback: ["safety_refusal"] });
    expect(walk(policy, ["safety_refusal"])).toEqual(["first main", "stop"]);
  });

  test("a queue comes before retry and fallback, and says why", () => {
    const policy = withRules({ ...open, stop_and_queue: ["unsupported_file_type"] });
    const steps = stepsOf(policy, ["unsupported_file_type"]);
    expect(steps.at(-1)).toEqual({ kind: "queue", because: "unsupported_file_type on main" });
  });

  test("schema_invalid_after_retry stops after the retry, not before", () => {
    const policy = withRules({ ...open, stop_without_fallback: ["schema_invalid_after_retry"] });
    expect(walk(policy, ["schema_broken", "ok"])).toEqual(["first main", "retry main", "answer"]);
    expect(walk(policy, ["schema_broken"])).toEqual(["first main", "retry main", "stop"]);
  });

  test("schema_invalid_after_retry stops at once where no retry is written", () => {
    const policy = withRules({ stop_and_queue: ["schema_invalid_after_retry"] });
    expect(walk(policy, ["schema_broken"])).toEqual(["first main", "queue"]);
  });

  test("schema_invalid_after_retry stops where the cap leaves no retry", () => {
    const policy = withRules({
      ...open,
      max_attempts: 1,
      stop_and_queue: ["schema_invalid_after_retry"],
    });
    expect(walk(policy, ["schema_broken"])).toEqual(["first main", "queue"]);
  });

  test("primary_route_unavailable can stop, too, once the retries are spent", () => {
    const policy = withRules({ ...open, stop_and_queue: ["primary_route_unavailable"] });
    expect(walk(policy, ["timeout"])).toEqual(["first main", "retry main", "queue"]);
  });
});

describe("conditions by name", () => {
  const policy = withRules({ stop_and_queue: ["compliance_flag"] });

  test.each([true, 1, "true", "TRUE", "1"])("a signal that is %j queues the record", (value) => {
    const ends: End[] = [{ signals: { compliance_flag: value } }];
    expect(walk(policy, ends)).toEqual(["first main", "queue"]);
  });

  test.each([false, 0, "false", "0", "", "maybe", 2])("a signal that is %j does not", (value) => {
    const ends: End[] = [{ signals: { compliance_flag: value } }];
    expect(walk(policy, ends)).toEqual(["first main", "answer"]);
  });

  test("a true tag or feature of the request queues it before any call", () => {
    for (const view of [
      aView({ tags: { compliance_flag: "true" } }),
      aView({ features: { compliance_flag: true } }),
    ]) {
      expect(stepsOf(policy, ["ok"], { view })).toEqual([
        { kind: "queue", because: "compliance_flag before any call" },
      ]);
    }
  });

  test("a name that every object has is no condition", () => {
    const hostile = withRules({ stop_and_queue: ["constructor", "__proto__"] });
    expect(walk(hostile, ["ok"])).toEqual(["first main", "answer"]);
  });

  test("a condition can fall back from an answer, and the last answer stands", () => {
    const careful = withRules({
      fallback_to_backup_route: ["low_confidence"],
      backup_routes: ["backup"],
    });
    const doubtful = { signals: { low_confidence: true } };
    expect(walk(careful, [doubtful, "ok"])).toEqual(["first main", "fallback backup", "answer"]);
    expect(walk(careful, [doubtful])).toEqual(["first main", "fallback backup", "answer"]);
  });
});
