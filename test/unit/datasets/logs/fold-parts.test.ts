import fc from "fast-check";
import { expect, test } from "vitest";
import { foldParts, type FoldPart } from "../../../../src/datasets/logs/fold-parts.ts";
import { joinCalls } from "../../../../src/datasets/logs/join-calls.ts";
import { hash53 } from "../../../../src/core/seed.ts";
import type { LogAttempt, LogLine } from "../../../../src/datasets/logs/log-line.ts";

const rule = { joinsFailures: true, maxGapMs: 60_000 };

interface Call {
  readonly id: string;
  readonly startMs?: number;
  readonly endMs?: number;
  readonly fails?: boolean;
  readonly prompt?: string;
  readonly route?: string;
  readonly unseen?: readonly string[];
}

function call({ id, startMs, endMs, fails = false, prompt, route, unseen = [] }: Call): FoldPart {
  const attempts: LogAttempt[] = unseen.map((one) => ({ route: one, unseen: true }));
  attempts.push({ route, ...(fails && { error: { class: "timeout" } }) });
  const line: LogLine = {
    id,
    at_ms: startMs,
    messages: prompt === undefined ? undefined : [{ role: "user", content: prompt }],
    redacted: prompt === undefined || undefined,
    attempts,
  };
  const promptHash = (): number => (prompt === undefined ? 0 : hash53(prompt));
  return { kind: "call", startMs, endMs, hasFailed: fails, promptHash, line: () => line };
}

const ids = (chains: readonly (readonly FoldPart[])[]): readonly (readonly string[])[] =>
  chains.map((chain) => chain.map((part) => part.line().id));

test("a failure and the answer that follows it are one request, an answer closes it", () => {
  const parts = [
    call({ id: "a", startMs: 0, fails: true, prompt: "p" }),
    call({ id: "b", startMs: 900, prompt: "p" }),
    call({ id: "c", startMs: 2000, prompt: "p" }),
  ];
  expect(ids(foldParts(parts, rule))).toEqual([["a", "b"], ["c"]]);
});

test("a session of answered calls stays a conversation of many requests", () => {
  const parts = [1, 2, 3].map((at) => call({ id: `${at}`, startMs: at * 1000, prompt: `p${at}` }));
  expect(ids(foldParts(parts, rule))).toEqual([["1"], ["2"], ["3"]]);
});

test.each([
  ["another prompt", { prompt: "q", startMs: 900 }],
  ["a long time after the failure's end", { prompt: "p", startMs: 60_501 }],
])("%s after a failure is a request of its own", (_name, next) => {
  const parts = [
    call({ id: "a", startMs: 0, endMs: 500, fails: true, prompt: "p" }),
    call({ id: "b", ...next }),
  ];
  expect(ids(foldParts(parts, rule))).toEqual([["a"], ["b"]]);
});

test("the gap counts from the failure's end, and a prompt that is not kept is no other prompt", () => {
  const parts = [
    call({ id: "a", startMs: 0, endMs: 500, fails: true }),
    call({ id: "b", startMs: 60_500, prompt: "p" }),
  ];
  expect(ids(foldParts(parts, rule))).toEqual([["a", "b"]]);
});

test("without folding each call is a request", () => {
  const parts = [call({ id: "a", startMs: 0, fails: true }), call({ id: "b", startMs: 1 })];
  expect(ids(foldParts(parts, { joinsFailures: false, maxGapMs: 0 }))).toEqual([["a"], ["b"]]);
});

test("what only asks belongs to the first request, what only judges to the last", () => {
  const ask: FoldPart = {
    kind: "request",
    startMs: undefined,
    endMs: undefined,
    hasFailed: false,
    promptHash: () => 0,
    line: () => ({
      id: "q",
      messages: [{ role: "user", content: "2+2?" }],
      attempts: [{ requested_model: "small", unseen: true }],
    }),
  };
  const verdict: FoldPart = {
    ...ask,
    kind: "verdict",
    line: () => ({ id: "", accepted: true, score: 1, attempts: [] }),
  };
  const answer: FoldPart = { ...call({ id: "q" }), kind: "answer" };
  const [request, ...others] = foldParts([verdict, answer, ask], rule);
  expect(others).toEqual([]);
  expect(joinCalls(request ?? []).line).toEqual({
    ...undefinedFields,
    id: "q",
    messages: [{ role: "user", content: "2+2?" }],
    accepted: true,
    score: 1,
    attempts: [{ requested_model: "small" }],
  });
  // Asked, and never answered: a failure that is counted.
  const [missing] = foldParts([ask], rule);
  expect(joinCalls(missing ?? [])).toMatchObject({
    hasAnswer: false,
    line: { id: "q", attempts: [{ error: { class: "invalid_response" } }] },
  });
  expect(foldParts([verdict], rule)).toEqual([]);
});

const undefinedFields = {};

test.each([
  ["no row of either", ["large", "small"], [], ["large?", "small?", "small"]],
  ["the first has a row", ["large", "small"], ["large"], ["large", "small?", "small"]],
  ["the second has a row", ["large", "small"], ["small"], ["large?", "small", "small"]],
  ["all have rows", ["large"], ["large"], ["large", "small"]],
  ["more rows than are told of", ["large"], ["large", "small"], ["large", "small", "small"]],
])("earlier calls: %s", (_name, told, shown, expected) => {
  const parts = [
    ...shown.map((route, index) => call({ id: `f${index}`, startMs: index, fails: true, route })),
    call({ id: "a", startMs: 10, route: "small", unseen: told }),
  ];
  const [chain] = foldParts(parts, rule);
  const { line, unseen, folded } = joinCalls(chain ?? []);
  expect(line.attempts.map(({ route, unseen: is }) => `${route}${is === true ? "?" : ""}`)).toEqual(
    expected,
  );
  expect(unseen).toBe(expected.filter((one) => one.endsWith("?")).length);
  expect(folded).toBe(shown.length);
});

const someCalls = fc.uniqueArray(
  fc.record({
    id: fc.string({ minLength: 1, maxLength: 4 }),
    startMs: fc.integer({ min: 0, max: 200_000 }),
    fails: fc.boolean(),
    prompt: fc.constantFrom("p", "q"),
  }),
  { selector: ({ id }) => id, maxLength: 12 },
);

test("the order of the rows changes no request, and no call is lost or taken twice", () => {
  fc.assert(
    fc.property(
      someCalls.chain((calls) =>
        fc.tuple(fc.constant(calls), fc.shuffledSubarray(calls, { minLength: calls.length })),
      ),
      ([calls, shuffled]) => {
        const one = ids(foldParts(calls.map(call), rule));
        expect(ids(foldParts(shuffled.map(call), rule))).toEqual(one);
        expect(one.flat().toSorted()).toEqual(calls.map(({ id }) => id).toSorted());
      },
    ),
    { seed: 5 },
  );
});

test("of each request all calls but the last have failed", () => {
  fc.assert(
    fc.property(someCalls, (calls) => {
      for (const chain of foldParts(calls.map(call), rule)) {
        expect(chain.slice(0, -1).every(({ hasFailed }) => hasFailed)).toBe(true);
      }
    }),
    { seed: 6 },
  );
});
