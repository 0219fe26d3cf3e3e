import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import type { Outcome } from "../../../../src/core/outcome.ts";
import { hash53 } from "../../../../src/core/seed.ts";
import { lineFacts } from "../../../../src/replay/line-facts.ts";
import { toJournalLine } from "../../../../src/replay/to-journal-line.ts";
import { JournalIndex } from "../../../../src/run/reports/journal-index.ts";
import { aFolder } from "../../../support/a-folder.ts";
import { anyReply } from "../../replay/any-reply.ts";
import { anAttempt, anOutcome } from "../../replay/builders.ts";

const shape = { records: 10, arms: 2, repeats: 1 };

function lineOf(outcome: Outcome, policy = "policy"): string {
  return JSON.stringify(toJournalLine(outcome, policy));
}

async function indexOf(text: string, named: readonly string[] = []): Promise<JournalIndex> {
  const path = join(aFolder(), "outcomes.jsonl");
  writeFileSync(path, text);
  const index = await JournalIndex.open(path, shape, named);
  onTestFinished(() => index.close());
  return index;
}

/** Texts that look like keys of a line. */
const hostile = [
  `","ordinal":5,"policy":"x","arm":1,"repeat":0,`,
  `","ending":"failed","failure":{"class":"connection"`,
  `],"accepted":true,`,
  `\\`,
  `\\"`,
  `"`,
  "größe 規模 \u2028 \ud800",
];

test("an id that is written like a line's keys is found where it stands", async () => {
  for (const recordId of hostile) {
    const outcome = anOutcome({ recordId, ordinal: 3, because: recordId, route: recordId });
    const index = await indexOf(`${lineOf(outcome, recordId)}\n`, [recordId, "another"]);
    expect(index.read(3, 0, 0)).toEqual({ policy: recordId, outcome });
    expect(index.facts(5, 1, 0)).toBeUndefined();
    expect([...index.ordinals]).toEqual([[recordId, 3]]);
  }
});

test("what the bytes tell is what the parsed line tells, whatever a model answered", () => {
  const answer = anyReply.map((reply) => anAttempt({ ...reply, because: "first" }));
  const words = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: "binary" }));
  const ending = fc.constantFrom<Outcome["ending"]>(
    { kind: "answered" },
    { kind: "stopped", because: hostile[1] ?? "" },
    { kind: "failed", failure: { kind: "connection", detail: hostile[2], retryAfterMs: 1 } },
    { kind: "failed", failure: { kind: "transient_5xx", detail: undefined, retryAfterMs: 1 } },
    { kind: "static_answer", because: "x", text: `"ending":"failed"` },
    { kind: "not_covered", because: "redacted" },
  );
  fc.assert(
    fc.property(fc.array(answer), words, ending, fc.boolean(), (attempts, text, end, accepted) => {
      const scores = [{ name: text, value: 1, passed: true, because: text }];
      const outcome = anOutcome({
        recordId: text,
        because: text,
        review: [text, text],
        attempts,
        ending: end,
        grade: { accepted, score: 1, schemaValid: undefined, scores },
        trace: { queuedMs: 3, refused: [{ route: text, kept: false, because: text }] },
      });
      const facts = lineFacts(Buffer.from(lineOf(outcome, text)));
      // The same line with its keys in another order has to be parsed.
      const { record, ...rest } = toJournalLine(outcome, text);
      expect(facts).toEqual(lineFacts(Buffer.from(JSON.stringify({ ...rest, record }))));
      expect(facts).toMatchObject({
        ordinal: outcome.ordinal,
        arm: outcome.arm,
        repeat: outcome.repeat,
        accepted,
        failed: end.kind === "failed",
        infrastructure: end.kind === "failed" && end.failure.kind === "connection",
        covered: end.kind !== "not_covered",
      });
    }),
    { seed: 20_261_126 },
  );
});

test("an answer whose own JSON has a line's keys fakes none of them", async () => {
  const result = {
    kind: "response" as const,
    response: {
      text: undefined,
      finishReason: { kind: "tool_calls" as const, raw: undefined },
      toolCalls: [{ x: [1], accepted: true, ordinal: 9, arm: 1, ending: "failed" }],
      signals: {},
    },
  };
  const grade = { accepted: false, score: 0, schemaValid: undefined, scores: [] };
  const outcome = anOutcome({ ordinal: 2, attempts: [anAttempt({ result })], grade });
  const index = await indexOf(`${lineOf(outcome)}\n`);
  expect(index.facts(2, 0, 0)).toMatchObject({ accepted: false, failed: false });
  expect(index.facts(9, 1, 0)).toBeUndefined();
});

test("the last line of a trial counts, wherever it stands", async () => {
  const early = anOutcome({ ordinal: 1, because: "first try" });
  const late = anOutcome({ ordinal: 1, because: "asked again" });
  const other = anOutcome({ ordinal: 4, arm: 1 });
  const index = await indexOf(`${[early, other, late].map((one) => lineOf(one)).join("\n")}\n`);
  expect(index.read(1, 0, 0)?.outcome.because).toBe("asked again");
  expect(index.read(4, 1, 0)?.outcome).toEqual(other);
  expect(index.read(4, 0, 0)).toBeUndefined();
});

test("a torn last line is none, and neither is a line of another run's shape", async () => {
  const whole = anOutcome({ ordinal: 0 });
  const beyond = [anOutcome({ ordinal: 10 }), anOutcome({ arm: 2 }), anOutcome({ repeat: 1 })];
  const torn = lineOf(anOutcome({ ordinal: 5 }));
  const lines = [whole, ...beyond].map((one) => `${lineOf(one)}\n`).join("");
  const index = await indexOf(`${lines}{"other":1}\nnot JSON\n${torn}`);
  expect(index.facts(0, 0, 0)?.accepted).toBe(true);
  expect(index.facts(5, 0, 0)).toBeUndefined();
  expect(index.facts(9, 1, 0)).toBeUndefined();
});

test("of a run that stopped early only the records that count are found", async () => {
  const ids = Array.from({ length: 8 }, (_, ordinal) => `größe-${ordinal}`);
  const outcomes = ids.map((recordId, ordinal) => anOutcome({ recordId, ordinal }));
  const path = join(aFolder(), "outcomes.jsonl");
  writeFileSync(path, outcomes.map((one) => `${lineOf(one)}\n`).join(""));
  const index = await JournalIndex.open(path, shape, [], { seed: 7, atRecords: 3 });
  onTestFinished(() => index.close());
  const drawn = ids.toSorted((a, b) => hash53(`7/order/${a}`) - hash53(`7/order/${b}`));
  const found = ids.filter((_id, ordinal) => index.facts(ordinal, 0, 0) !== undefined);
  expect(found).toEqual(drawn.slice(0, 3).toSorted());
  const left = ids.indexOf(drawn[3]!);
  expect(index.read(left, 0, 0)).toBeUndefined();
});

test("lines longer than what is read at a time are found whole", async () => {
  const long = "é".repeat(1_500_000);
  const lines = [0, 1, 2].map((ordinal) => lineOf(anOutcome({ ordinal, because: long })));
  const index = await indexOf(`${lines.join("\n")}\n`);
  expect(index.read(1, 0, 0)?.outcome.because).toBe(long);
  expect(index.read(2, 0, 0)?.outcome.ordinal).toBe(2);
});

test("a line that changed since it was indexed is damage, not an answer", async () => {
  const path = join(aFolder(), "outcomes.jsonl");
  appendFileSync(path, `${lineOf(anOutcome({ ordinal: 0 }))}\n`);
  const index = await JournalIndex.open(path, shape);
  writeFileSync(path, "x");
  expect(() => index.read(0, 0, 0)).toThrow("the line of record 0 is damaged");
  index.close();
});
