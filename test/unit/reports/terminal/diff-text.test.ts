import { expect, test } from "vitest";
import type { PolicyDiff } from "../../../../src/core/policy-diff.ts";
import { changeText } from "../../../../src/reports/terminal/change-text.ts";
import { diffJson } from "../../../../src/reports/diff-json.ts";
import { renderDiff } from "../../../../src/reports/terminal/diff-text.ts";
import { displayWidth } from "../../../../src/reports/display-width.ts";

const behaviour = { concern: "behaviour" } as const;

test.each([
  ["a value", { path: "a.b", kind: "value", before: 0.0000001, after: "x" }, "a.b: 0.0000001 → x"],
  [
    "a new value",
    { path: "a", kind: "value", before: undefined, after: true },
    "a: not set → true",
  ],
  ["a set", { path: "s", kind: "set", before: ["a", "b"], after: ["b", "c"] }, "s: + c, - a"],
  ["a new set", { path: "s", kind: "set", before: undefined, after: [] }, "s: not set → []"],
  [
    "a list in another order",
    { path: "l", kind: "list", before: ["a", "b"], after: ["b", "a"] },
    "l: [a, b] → [b, a] (another order)",
  ],
  [
    "a longer list",
    { path: "l", kind: "list", before: ["a"], after: ["a", "b"] },
    "l: [a] → [a, b]",
  ],
  [
    "a map",
    { path: "m", kind: "map", before: { a: 0.9, b: 1 }, after: { a: 0.8, c: { d: "" } } },
    'm: a 0.9 → 0.8, b 1 → not set, c not set → {d: ""}',
  ],
] as const)("%s is one line", (_, change, line) => {
  expect(changeText({ ...behaviour, ...change })).toBe(line);
});

function aDiff(more: Partial<PolicyDiff> = {}): PolicyDiff {
  return {
    before: { policy: "one", file: "one.yaml", version: "sha256:1" },
    after: { policy: "two", file: "two.yaml", version: "sha256:2" },
    changes: [
      { path: "policy_name", kind: "value", concern: "identity", before: "one", after: "two" },
      { path: "latency.timeout_ms", kind: "value", ...behaviour, before: 1, after: 2 },
    ],
    traffic: {
      dataset: "d",
      records: 4,
      moved: 3,
      otherwiseChanged: 1,
      failures: [],
      shifts: [
        {
          before: { kind: "call", route: "a", because: "pinned to this route" },
          after: { kind: "stop", route: undefined, because: "flag before any call" },
          count: 3,
          firstRecords: ["r-1", "r-2"],
        },
      ],
      providers: [{ provider: "openai", before: 4, after: 1, withFailover: 0 }],
      cost: { records: 1, beforeNanoUsd: 2_000_000_000n, afterNanoUsd: 0n, unknown: 3 },
      memory: "empty",
      notes: [],
    },
    review: [{ question: "One?", answer: "partly", because: ["half of it"] }],
    warnings: ["2 variables change at once"],
    notes: ["a note"],
    ...more,
  };
}

test("a difference is told a line a variable, with traffic, warning and review", () => {
  expect(renderDiff(aDiff(), { width: 100, colour: false })).toBe(`one → two
sha256:1 → sha256:2

~ latency.timeout_ms: 1 → 2
= policy_name: one → two
  = changes whose it is or what it is called, and nothing that it does

Warning: 2 variables change at once

Note: a note

Traffic on d
records that go elsewhere first: 3 of 4
with another chain, or other reasons for a review: 1 more
a policy reads what came before; here nothing has: windows, spend and quotas are empty
  3: a → stopped before any call
    before: pinned to this route
    after: flag before any call
    records: r-1, r-2, …
estimated cost of first calls: $2.00 → $0 (records: 1; not known for 3 more)
providers: openai 100% → 25.0%

Review
~ One? partly
    half of it
`);
});

test("the JSON leaves out what is not there, and null is what nobody knows", () => {
  const json = JSON.parse(diffJson(aDiff())) as Record<string, unknown>;
  expect(json["same_version"]).toBe(false);
  expect(json["changes"]).toEqual([
    { path: "policy_name", kind: "value", concern: "identity", before: "one", after: "two" },
    { path: "latency.timeout_ms", kind: "value", concern: "behaviour", before: 1, after: 2 },
  ]);
  expect(json["traffic"]).toMatchObject({
    moved: 3,
    otherwise_changed: 1,
    memory: "empty",
    estimated_cost: { records: 1, before_usd: 2, after_usd: 0, unknown: 3 },
    shifts: [{ after: { kind: "stop", route: null }, first_records: ["r-1", "r-2"] }],
  });
  const none = JSON.parse(diffJson(aDiff({ traffic: undefined }))) as Record<string, unknown>;
  expect(none["traffic"]).toBeNull();
});

test("a narrow window and hostile names: no line is too wide, and none acts", () => {
  const evil = "\u001b]0;pwn\u0007\n::error::x\u202e##[error]";
  const diff = aDiff({
    before: { policy: evil, file: evil, version: evil },
    changes: [
      { path: evil, kind: "value", concern: "behaviour", before: { [evil]: evil }, after: [evil] },
    ],
    review: [{ question: "?", answer: "no", because: [evil] }],
    warnings: [evil],
    notes: [evil],
  });
  const text = renderDiff(diff, { width: 36, colour: false });
  for (const line of text.split("\n")) {
    expect(displayWidth(line)).toBeLessThanOrEqual(36);
    expect(line).not.toMatch(/^\s*(?:::|##\[)/);
  }
  expect(text).not.toMatch(/(?!\n)\p{Cc}|\u202e|##\[/u);
});
