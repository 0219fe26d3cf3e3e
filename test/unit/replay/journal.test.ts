import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { failureKinds } from "../../../src/core/failure.ts";
import type { Outcome } from "../../../src/core/outcome.ts";
import { AppendFile } from "../../../src/replay/append-file.ts";
import { fromJournalLine } from "../../../src/replay/from-journal-line.ts";
import type { JournalLine } from "../../../src/replay/journal-line.ts";
import { toJournalLine } from "../../../src/replay/to-journal-line.ts";
import { readJournal, repairJournal } from "../../../src/replay/journal.ts";
import { withoutTexts } from "../../../src/replay/without-texts.ts";
import { anyReply } from "./any-reply.ts";
import { anAttempt, anOutcome, aResponse } from "./builders.ts";

let folder = "";
let path = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "journal-"));
  path = join(folder, "outcomes.jsonl");
});

afterEach(() => rmSync(folder, { recursive: true }));

async function write(outcomes: readonly Outcome[]): Promise<void> {
  const file = new AppendFile(path);
  for (const outcome of outcomes)
    await file.append(JSON.stringify(toJournalLine(outcome, "policy")));
  await file.close();
}

async function idsOf(): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { outcome } of readJournal(path)) ids.push(outcome.recordId);
  return ids;
}

const anyCount = fc.option(fc.nat({ max: 10_000_000 }), { nil: undefined });

test("an outcome survives the journal unchanged", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary" }),
      fc.option(fc.double({ min: 0, max: 1e7, noNaN: true }), { nil: undefined }),
      anyCount,
      fc.option(fc.constantFrom(...failureKinds), { nil: undefined }),
      (text, latencyMs, costNanoUsd, failure) => {
        const attempt = anAttempt({
          latencyMs,
          costNanoUsd,
          waitedMs: 0.25,
          isUnreviewed: true,
          usage: {
            inputUncachedTokens: costNanoUsd,
            inputCacheReadTokens: 0,
            inputCacheWriteTokens: undefined,
            outputTokens: 7,
            outputReasoningTokens: undefined,
          },
          result:
            failure === undefined
              ? { kind: "response", response: { ...aResponse(text), signals: { parsed: true } } }
              : { kind: "failure", failure: { kind: failure, detail: text, retryAfterMs: 3 } },
        });
        const outcome = anOutcome({
          recordId: text,
          review: ["refund"],
          attempts: [anAttempt(), { ...attempt, index: 1, kind: "fallback" }],
          ending:
            failure === undefined
              ? { kind: "queued", because: text }
              : {
                  kind: "failed",
                  failure: { kind: failure, detail: text, retryAfterMs: undefined },
                },
          grade: {
            accepted: false,
            score: 0.1 + 0.2,
            schemaValid: false,
            scores: [
              { name: "label", value: undefined, passed: undefined, because: text, label: text },
              { name: "json", value: 0, passed: false, because: text, fault: "missing_field" },
            ],
          },
        });
        const line = JSON.parse(JSON.stringify(toJournalLine(outcome, "p"))) as JournalLine;
        expect(fromJournalLine(line)).toEqual(outcome);
      },
    ),
    { seed: 20261121 },
  );
});

test("whatever a call brought, evidence included, survives the journal", () => {
  fc.assert(
    fc.property(anyReply, ({ queuedMs: _queuedMs, ...reply }) => {
      const outcome = anOutcome({ attempts: [anAttempt(reply)] });
      const line = JSON.parse(JSON.stringify(toJournalLine(outcome, "p"))) as JournalLine;
      expect(fromJournalLine(line)).toEqual(outcome);
    }),
    { seed: 20261125, numRuns: 500 },
  );
});

test("evidence stands in a line under snake_case names and in dollars", () => {
  const outcome = anOutcome({
    attempts: [
      anAttempt({
        evidence: {
          httpStatus: 200,
          reportedCostNanoUsd: 1_500_000,
          gateway: { servedBy: "azure", fallbacks: 1 },
        },
      }),
    ],
  });
  const line = JSON.parse(JSON.stringify(toJournalLine(outcome, "p"))) as JournalLine;
  expect(line.attempts[0]?.evidence).toEqual({
    http_status: 200,
    reported_cost_usd: 0.0015,
    gateway: { served_by: "azure", fallbacks: 1 },
  });
});

test("a torn last line is cut off and its length said, wherever it was torn", async () => {
  const outcomes = [anOutcome({ recordId: "a" }), anOutcome({ recordId: "é😀" })];
  await write(outcomes);
  const whole = readFileSync(path);
  const firstEnd = whole.indexOf(10) + 1;
  for (let size = firstEnd; size < whole.length; size += 1) {
    writeFileSync(path, whole);
    truncateSync(path, size);
    expect(await repairJournal(path)).toEqual({ tornBytes: size - firstEnd });
    expect(await idsOf()).toEqual(["a"]);
  }
});

test("an append after a repair starts on a fresh line", async () => {
  await write([anOutcome({ recordId: "a" })]);
  appendFileSync(path, '{"record":"half');
  await repairJournal(path);
  await write([anOutcome({ recordId: "b" })]);
  expect(await idsOf()).toEqual(["a", "b"]);
});

test("damage in the middle is an error with its line, and nothing is rewritten", async () => {
  await write([
    anOutcome({ recordId: "a" }),
    anOutcome({ recordId: "b" }),
    anOutcome({ recordId: "c" }),
  ]);
  const damaged = readFileSync(path, "utf8").replace('"record":"b"', '"record":b"');
  writeFileSync(path, damaged);
  await repairJournal(path);
  await expect(idsOf()).rejects.toThrow(`${path}:2: this line is damaged`);
  expect(readFileSync(path, "utf8")).toBe(damaged);
});

test("lines that come faster than they are written all arrive, whole and in order", async () => {
  const file = new AppendFile(path);
  const lines = Array.from({ length: 5000 }, (_, index) => `${index} `.padEnd(700, "é"));
  let waits = 0;
  for (const line of lines) {
    const kept = file.append(line);
    if (kept === undefined) continue;
    waits += 1;
    await kept;
  }
  await file.close();
  expect(readFileSync(path, "utf8")).toBe(`${lines.join("\n")}\n`);
  expect(waits).toBeGreaterThan(0);
});

test("an empty journal holds nothing and is no error", async () => {
  writeFileSync(path, "");
  expect(await repairJournal(path)).toEqual({ tornBytes: 0 });
  expect(await idsOf()).toEqual([]);
});

test("without texts, no word of an answer is left anywhere", () => {
  const secret = "the-answer";
  const outcome = anOutcome({
    attempts: [
      anAttempt({
        result: {
          kind: "response",
          response: {
            ...aResponse(secret),
            toolCalls: [{ name: secret }],
            signals: { parsed: secret },
          },
        },
      }),
      anAttempt({
        result: { kind: "failure", failure: { kind: "timeout", detail: secret, retryAfterMs: 1 } },
      }),
    ],
    ending: { kind: "failed", failure: { kind: "timeout", detail: secret, retryAfterMs: 1 } },
    grade: {
      accepted: false,
      score: 0,
      schemaValid: undefined,
      scores: [
        {
          name: "label",
          value: 0,
          passed: false,
          because: secret,
          label: secret,
          expectedLabel: secret,
          fault: "extra_text",
        },
      ],
    },
  });
  expect(JSON.stringify(toJournalLine(withoutTexts(outcome), "p"))).not.toContain(secret);
  // What is no text stays: a resumed run counts the same failures.
  const [score] = withoutTexts(outcome).grade.scores;
  expect(score).toMatchObject({ name: "label", passed: false, fault: "extra_text" });
});

test("a static answer survives the journal, and loses its text with all the others", () => {
  const ending = { kind: "static_answer", because: "nothing served", text: "sorry" } as const;
  const outcome = anOutcome({ ending });
  const line = JSON.parse(JSON.stringify(toJournalLine(outcome, "p"))) as JournalLine;
  expect(fromJournalLine(line).ending).toEqual(ending);
  expect(withoutTexts(outcome).ending).toEqual({ ...ending, text: undefined });
});
