import { describe, expect, test } from "vitest";
import { aPolicy, aRegistry, type FallbackDocument } from "./policy-builders.ts";
import { stepsOf, walk } from "./policy-walk.ts";

const withRules = (fallback: FallbackDocument) => aPolicy({ fallback });

describe("blocked transitions", () => {
  const fallback = {
    fallback_to_backup_route: ["timeout"],
    backup_routes: ["backup", "second"],
  };

  test("blocked_fallbacks are passed over", () => {
    const policy = withRules({ ...fallback, blocked_fallbacks: ["backup"] });
    expect(walk(policy, ["timeout", "ok"])).toEqual(["first main", "fallback second", "answer"]);
  });

  test("with allowed_fallbacks nothing else follows", () => {
    const policy = withRules({ ...fallback, allowed_fallbacks: ["second"] });
    expect(walk(policy, ["timeout"])).toEqual(["first main", "fallback second", "give_up"]);
  });

  test("no allowed fallback at all: the failure is the end", () => {
    const policy = withRules({ ...fallback, allowed_fallbacks: [] });
    expect(walk(policy, ["timeout"])).toEqual(["first main", "give_up"]);
  });

  test("a rule that names a blocked route goes nowhere", () => {
    const policy = withRules({
      fallback_to_backup_route: ["timeout -> second"],
      blocked_fallbacks: ["second"],
    });
    expect(walk(policy, ["timeout"])).toEqual(["first main", "give_up"]);
  });

  test.each([
    ["blocked_routes name it", { blocked_routes: ["backup"] }, {}],
    ["allowed_routes do not name it", { allowed_routes: ["main", "second"] }, {}],
    ["the registry lacks it", {}, { backup: undefined }],
    ["it is deprecated", {}, { backup: { lifecycle: "deprecated" as const } }],
  ])("a backup is passed over where %s", (_why, document, special) => {
    const routes = { main: {}, backup: {}, second: {}, ...special };
    const known = Object.entries(routes).flatMap(([name, parts]) =>
      parts === undefined ? [] : [[name, parts] as const],
    );
    const registry = aRegistry(Object.fromEntries(known));
    const policy = aPolicy({ ...document, fallback });
    expect(walk(policy, ["timeout", "ok"], { registry })).toEqual([
      "first main",
      "fallback second",
      "answer",
    ]);
  });
});

describe("approvals", () => {
  const fallback = {
    fallback_to_backup_route: ["timeout"],
    backup_routes: ["backup"],
    approval_required: true,
  };
  const untilMs = Date.UTC(2027, 0, 31, 23, 59, 59, 999);
  const approval = { from: "main", to: "backup", by: "lead", untilMs };
  const isUnreviewed = (document: FallbackDocument, nowMs: number): unknown =>
    stepsOf(withRules(document), ["timeout", "ok"], { signals: { nowMs } })[1];

  test("a fallback without an approval is made, and is unreviewed", () => {
    expect(isUnreviewed(fallback, 0)).toMatchObject({ attempt: "fallback", isUnreviewed: true });
  });

  test("an approval holds to the end of its day, and not longer", () => {
    const approved = { ...fallback, approvals: [approval] };
    expect(isUnreviewed(approved, untilMs)).toMatchObject({ isUnreviewed: false });
    expect(isUnreviewed(approved, untilMs + 1)).toMatchObject({ isUnreviewed: true });
  });

  test("an approval without an end holds", () => {
    const approved = { ...fallback, approvals: [{ ...approval, untilMs: undefined }] };
    expect(isUnreviewed(approved, 1e15)).toMatchObject({ isUnreviewed: false });
  });

  test("an approval of another way does not count", () => {
    for (const other of [
      { ...approval, from: "backup", to: "main" },
      { ...approval, to: "second" },
    ]) {
      const approved = { ...fallback, approvals: [other] };
      expect(isUnreviewed(approved, 0)).toMatchObject({ isUnreviewed: true });
    }
  });

  test("where no approval is required none is missing", () => {
    const free = { ...fallback, approval_required: false };
    expect(isUnreviewed(free, 0)).toMatchObject({ isUnreviewed: false });
  });
});
