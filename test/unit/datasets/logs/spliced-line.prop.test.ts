import fc from "fast-check";
import { expect, test } from "vitest";
import type { JoinPart } from "../../../../src/datasets/logs/fold-parts.ts";
import { joinCalls } from "../../../../src/datasets/logs/join-calls.ts";
import type { LogAttempt, LogLine } from "../../../../src/datasets/logs/log-line.ts";
import { orderedAttempt } from "../../../../src/datasets/logs/ordered-attempt.ts";
import { orderedLine } from "../../../../src/datasets/logs/ordered-line.ts";
import { splicedLine } from "../../../../src/datasets/logs/spliced-line.ts";

/** Texts that hold what a splice looks for. */
const text = fc.constantFrom(
  "",
  "a",
  'a"b',
  "\\",
  '","attempts":[{',
  '"unseen":true},',
  "},{",
  "日本",
);
const name = fc.constantFrom("small", "large", 'q"', "b\\");

const attempt: fc.Arbitrary<LogAttempt> = fc
  .record(
    {
      route: name,
      served_model: name,
      text,
      tool_calls: fc.constantFrom(
        [{ name: "f", arguments: "{}" }],
        [{ name: "f", unseen: true }, { name: "g" }],
        [{ attempts: [1] }],
      ),
      signals: fc.constantFrom({ unseen: true }, { a: 1 }),
      error: fc.constant({ class: "timeout" as const }),
      input_tokens: fc.nat(300),
    },
    { requiredKeys: [] },
  )
  .map(orderedAttempt);

const unseen: fc.Arbitrary<LogAttempt> = fc.oneof(
  fc.constant({ unseen: true as const }),
  name.map((route) => ({ route, unseen: true as const })),
);

type Fields = Omit<LogLine, "id" | "attempts">;

const fields: fc.Arbitrary<Fields> = fc.record(
  {
    at_ms: fc.constantFrom(0, 5, 57, 1_790_931_600_000.5),
    messages: text.map((content) => [{ role: "user", content }]),
    group: name,
    owner: name,
    tags: fc.constantFrom({ team: "t" }, { attempts: "[" }),
    features: fc.constantFrom({ a: 5 }, { a: 57 }),
    stream: fc.constant(true as const),
    prompt_tokens: fc.constantFrom(5, 57, 5.5),
  },
  { requiredKeys: ["at_ms"] },
);

/** Calls of one request: each says all that the request does, or a little less, or something else. */
const calls = fc
  .tuple(
    fields,
    fc.boolean(),
    fc.array(
      fc.record({
        id: fc.constantFrom("a", "b", "c", "d", 'i"d', "日本"),
        more: fc.oneof({ weight: 6, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: fields }),
        lacks: fc.subarray(["at_ms", "prompt_tokens", "stream"] as const, { maxLength: 1 }),
        told: fc.array(unseen, { maxLength: 1 }),
        attempt,
      }),
      { minLength: 1, maxLength: 4 },
    ),
  )
  .map(([shared, isRedacted, rows]) =>
    rows.map(({ id, more, lacks, told, attempt: own }): LogLine => {
      const line = { id, ...shared, ...more, attempts: [...told, own] };
      const without = Object.fromEntries(lacks.map((field) => [field, undefined]));
      const isKept = !isRedacted && line.messages !== undefined;
      const prompt = {
        messages: isKept ? line.messages : undefined,
        redacted: !isKept || undefined,
      };
      return orderedLine({ ...line, ...without, ...prompt } as LogLine);
    }),
  );

test("what is spliced is what joining field by field makes, to the byte", () => {
  let spliced = 0;
  fc.assert(
    fc.property(calls, (lines) => {
      const isRedacted = lines[0]?.redacted === true;
      if (lines.some(({ redacted }) => (redacted === true) !== isRedacted)) return;
      const found = splicedLine(
        lines.map((line) => JSON.stringify(line)),
        isRedacted,
      );
      if (found === undefined) return;
      spliced += 1;
      const parts = lines.map((line): JoinPart => ({
        kind: "call",
        startMs: line.at_ms,
        line: () => line,
      }));
      const joined = joinCalls(parts);
      expect(found).toEqual({ text: JSON.stringify(joined.line), arrivedAtMs: joined.line.at_ms });
      expect(joined).toMatchObject({ folded: lines.length - 1, unseen: 0, hasAnswer: true });
      expect(joined.corrections).toBeUndefined();
    }),
    { seed: 20261126, numRuns: 4000 },
  );
  expect(spliced).toBeGreaterThan(150);
});

const failed: LogLine = {
  id: "f",
  at_ms: 1000,
  messages: [{ role: "user", content: "p" }],
  group: "g",
  attempts: [{ route: "large", error: { class: "timeout" } }],
};

function answered(more: Partial<LogLine> = {}, told: readonly LogAttempt[] = []): LogLine {
  return orderedLine({
    ...failed,
    id: "a",
    at_ms: 2000,
    ...more,
    attempts: [...told, { text: "x" }],
  });
}

function spliceOf(...lines: readonly LogLine[]): string | undefined {
  return splicedLine(
    lines.map((line) => JSON.stringify(orderedLine(line))),
    false,
  )?.text;
}

test("a call that failed and the one after it are one line", () => {
  const told = [{ route: "large", unseen: true as const }];
  expect(spliceOf(failed, answered({ prompt_tokens: 5 }, told))).toBe(
    '{"id":"f","at_ms":1000,"messages":[{"role":"user","content":"p"}],"group":"g","prompt_tokens":5,' +
      '"attempts":[{"route":"large","error":{"class":"timeout"}},{"text":"x"}]}',
  );
});

test.each([
  ["another group", answered({ group: "h" })],
  ["a longer number", answered({ prompt_tokens: 57 }), { ...failed, prompt_tokens: 5 }],
  ["a call that has no row", answered({}, [{ unseen: true }, { unseen: true }])],
  ["no arrival of the first", answered(), { ...failed, at_ms: undefined }],
  ["an object with attempts", answered({ expected: { a: 1, attempts: [1] } })],
])("%s is for joining field by field", (_what, line, first: LogLine = failed) => {
  expect(spliceOf(first, line)).toBeUndefined();
});
