import { describe, expect, test } from "vitest";
import { failureKinds, transientKinds } from "../../../src/core/failure.ts";
import { aPolicy, type FallbackDocument } from "./policy-builders.ts";
import { stepsOf, walk } from "./policy-walk.ts";

const withRules = (fallback: FallbackDocument) => aPolicy({ fallback });

describe("without any rule", () => {
  test("an answer is the answer", () => {
    expect(walk(aPolicy(), ["ok"])).toEqual(["first main", "answer"]);
  });

  test.each(failureKinds)("%s ends the record", (kind) => {
    expect(walk(aPolicy(), [kind])).toEqual(["first main", "give_up"]);
  });

  test.each(["schema_broken", "cut_short", "filtered"])("an answer that is %s stands", (end) => {
    expect(walk(aPolicy(), [end])).toEqual(["first main", "answer"]);
  });

  test("the end says what failed where", () => {
    const end = stepsOf(aPolicy(), ["timeout"]).at(-1);
    expect(end).toEqual({
      kind: "give_up",
      because: "nothing may follow: failed (timeout) on main",
    });
  });
});

describe("retry_same_route_once", () => {
  test.each(failureKinds)("[%s] retries the route once, and no more", (kind) => {
    const policy = withRules({ retry_same_route_once: [kind] });
    expect(walk(policy, [kind, "ok"])).toEqual(["first main", "retry main", "answer"]);
    expect(walk(policy, [kind, kind])).toEqual(["first main", "retry main", "give_up"]);
  });

  test.each(failureKinds)("[transient_error] retries %s only if it passes by itself", (kind) => {
    const policy = withRules({ retry_same_route_once: ["transient_error"] });
    const retried = transientKinds.has(kind);
    expect(walk(policy, [kind, "ok"])).toEqual(
      retried ? ["first main", "retry main", "answer"] : ["first main", "give_up"],
    );
  });

  test("two rules do not make two retries", () => {
    const policy = withRules({ retry_same_route_once: ["timeout", "rate_limit"] });
    expect(walk(policy, ["timeout", "rate_limit"])).toEqual([
      "first main",
      "retry main",
      "give_up",
    ]);
  });

  test.each([
    ["schema_invalid", "schema_broken"],
    ["truncated", "cut_short"],
    ["content_filter", "filtered"],
  ])("[%s] retries an answer that is %s; the second one stands", (trigger, end) => {
    const policy = withRules({ retry_same_route_once: [trigger] });
    expect(walk(policy, [end, end])).toEqual(["first main", "retry main", "answer"]);
  });

  test("a retry says why", () => {
    const policy = withRules({ retry_same_route_once: ["transient_error"] });
    expect(stepsOf(policy, ["timeout", "ok"])[1]).toMatchObject({
      because: "transient_error (timeout) on main",
      isUnreviewed: false,
    });
  });
});

describe("fallback_to_backup_route", () => {
  const unavailable = {
    fallback_to_backup_route: ["primary_route_unavailable"],
    backup_routes: ["backup"],
  };

  test.each(failureKinds)("[primary_route_unavailable] asks whether %s is transient", (kind) => {
    expect(walk(withRules(unavailable), [kind, "ok"])).toEqual(
      transientKinds.has(kind)
        ? ["first main", "fallback backup", "answer"]
        : ["first main", "give_up"],
    );
  });

  test("[primary_route_unavailable] waits until the retries are spent", () => {
    const policy = withRules({ ...unavailable, retry_same_route_once: ["transient_error"] });
    expect(walk(policy, ["timeout", "timeout", "ok"])).toEqual([
      "first main",
      "retry main",
      "fallback backup",
      "answer",
    ]);
  });

  test("the backup has a retry of its own", () => {
    const policy = withRules({ ...unavailable, retry_same_route_once: ["transient_error"] });
    expect(walk(policy, ["timeout"])).toEqual([
      "first main",
      "retry main",
      "fallback backup",
      "retry backup",
      "give_up",
    ]);
  });

  test("a backup that is unavailable in its turn is followed by the next", () => {
    const policy = withRules({ ...unavailable, backup_routes: ["backup", "second"] });
    expect(walk(policy, ["timeout"])).toEqual([
      "first main",
      "fallback backup",
      "fallback second",
      "give_up",
    ]);
  });

  test.each(failureKinds)("[%s] goes to the first backup", (kind) => {
    const policy = withRules({
      fallback_to_backup_route: [kind],
      backup_routes: ["backup", "second"],
    });
    expect(walk(policy, [kind, "ok"])).toEqual(["first main", "fallback backup", "answer"]);
  });

  test("a rule that names a route goes there", () => {
    const policy = withRules({
      fallback_to_backup_route: ["timeout -> second"],
      backup_routes: ["backup"],
    });
    expect(walk(policy, ["timeout", "ok"])).toEqual(["first main", "fallback second", "answer"]);
    expect(walk(policy, ["timeout", "timeout"])).toEqual([
      "first main",
      "fallback second",
      "give_up",
    ]);
  });

  test("the decided route is no backup of itself", () => {
    const policy = withRules({ ...unavailable, backup_routes: ["main", "backup"] });
    expect(walk(policy, ["timeout", "ok"])).toEqual(["first main", "fallback backup", "answer"]);
  });

  test("an answer against its schema falls back, and stands where nothing is left", () => {
    const policy = withRules({
      fallback_to_backup_route: ["schema_invalid"],
      backup_routes: ["backup"],
    });
    expect(walk(policy, ["schema_broken"])).toEqual(["first main", "fallback backup", "answer"]);
  });

  test("a fallback says why and waits for nothing", () => {
    expect(stepsOf(withRules(unavailable), ["overloaded", "ok"])[1]).toEqual({
      kind: "call",
      route: "backup",
      attempt: "fallback",
      because: "primary_route_unavailable (overloaded) on main",
      waitMs: 0,
      isUnreviewed: false,
    });
  });
});

describe("max_attempts", () => {
  const eager = {
    retry_same_route_once: ["transient_error"],
    fallback_to_backup_route: ["primary_route_unavailable"],
    backup_routes: ["backup", "second"],
  };

  test("calls of all kinds count, 4 unless the policy says otherwise", () => {
    expect(walk(withRules(eager), ["timeout"])).toEqual([
      "first main",
      "retry main",
      "fallback backup",
      "retry backup",
      "give_up",
    ]);
  });

  test("a cap of one is one call", () => {
    const steps = stepsOf(withRules({ ...eager, max_attempts: 1 }), ["timeout"]);
    expect(steps.at(-1)).toEqual({
      kind: "give_up",
      because: "max_attempts 1 is reached: failed (timeout) on main",
    });
  });

  test("the cap makes an answer stand that would have been retried", () => {
    const policy = withRules({ max_attempts: 1, retry_same_route_once: ["schema_invalid"] });
    expect(walk(policy, ["schema_broken"])).toEqual(["first main", "answer"]);
  });
});

test("a route of which nothing is known is no reason to try another", () => {
  const policy = withRules({
    retry_same_route_once: ["transient_error"],
    fallback_to_backup_route: ["primary_route_unavailable"],
    backup_routes: ["backup"],
  });
  expect(walk(policy, ["not_covered"])).toEqual(["first main", "give_up"]);
});
