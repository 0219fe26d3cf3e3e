import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import type { Attempt } from "../../src/core/attempt.ts";
import type { JsonObject, JsonValue } from "../../src/core/json.ts";
import { createScorer } from "../../src/scoring/create-scorer.ts";
import { hasSharedData, sharedData } from "../support/shared-data.ts";
import { anAnswer, answered, aRecord, aSpec } from "../unit/scoring/builders.ts";

/**
 * The Berkeley table holds answers and verdicts, but neither prompts, tools nor its answer keys. So
 * "no call is right" of its category `relevance` is the only key that is known; elsewhere the
 * answers to a record that the table itself calls correct stand for it.
 */
interface Row extends Readonly<Record<string, string>> {
  readonly record_id: string;
  readonly category: string;
  readonly route: string;
  readonly correct: string;
  readonly response: string;
}

const rows: readonly Row[] = hasSharedData
  ? parse<Row>(readFileSync(join(sharedData, "bfcl/outcomes.csv")), { columns: true })
  : [];

const byRecord = Map.groupBy(rows, ({ record_id: id }) => id);
const isCorrect = ({ correct }: Row): boolean => correct === "True";
const nameOf = ({ record_id: id, route }: Row): string => `${id} ${route}`;

const scorer = createScorer([aSpec("tool_call")], { minScore: undefined });

function passes(expected: JsonValue, { response }: Row): boolean {
  const attempt: Attempt = anAnswer(response);
  const [score] = scorer.grade(aRecord(expected), answered, [attempt]).scores;
  if (score?.passed === undefined) throw new Error(`unscored: ${score?.because}`);
  return score.passed;
}

/** Answers that the table calls correct, as one expectation; absent: there are none. */
function keyFrom(correct: readonly Row[]): JsonValue | undefined {
  const sets = correct.map(({ response }) => JSON.parse(response) as JsonValue);
  return sets.length === 0 ? undefined : { any_of: sets };
}

/** What a plain script takes for the same answer: its calls as sorted texts, their keys sorted. */
function plainly({ response }: Row): string {
  const answer = JSON.parse(response) as string | readonly Readonly<Record<string, string>>[];
  if (typeof answer === "string") return "text";
  const sorted = (value: JsonValue): JsonValue => {
    if (Array.isArray(value)) return (value as readonly JsonValue[]).map(sorted);
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value as JsonObject).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member)]));
  };
  const calls = answer.flatMap((call) =>
    Object.entries(call).map(([name, given]) =>
      JSON.stringify([name, sorted(JSON.parse(given) as JsonValue)]),
    ),
  );
  return calls.toSorted().join("\n");
}

/** Twice the same two calls in another order: the table calls one order wrong. */
const orderCounts = [
  "executable_parallel_function-27 gpt-4o-2024-08-06-FC",
  "executable_parallel_function-27 gpt-4o-mini-2024-07-18-FC",
];

describe.skipIf(!hasSharedData)(
  "the grader tool_call and the Berkeley table's own verdicts",
  () => {
    const relevance = rows.filter(({ category }) => category === "relevance");
    const calling = rows.filter(({ category }) => category !== "relevance");

    test("where no call is right they agree on 956 of 960 answers", () => {
      const differing = relevance.filter((row) => passes([], row) !== isCorrect(row));
      expect(relevance).toHaveLength(960);
      // These call a tool `python` with a program for arguments. The table takes what it cannot read
      // for no call; to the grader a call was made.
      expect(differing.map(nameOf)).toEqual([
        "relevance-69 gpt-4o-2024-08-06-FC",
        "relevance-82 gpt-3.5-turbo-0125-FC",
        "relevance-101 gpt-3.5-turbo-0125-FC",
        "relevance-206 gpt-3.5-turbo-0125-FC",
      ]);
    });

    test("with the record's correct answers for a key they agree on all but two answers", () => {
      let judged = 0;
      const differing = calling.filter((row) => {
        const key = keyFrom((byRecord.get(row.record_id) ?? []).filter(isCorrect));
        if (key === undefined) return false;
        judged += 1;
        return passes(key, row) !== isCorrect(row);
      });
      // Of 5,840 answers, 332 are to records that no route answers correctly: nothing to compare with.
      expect(calling).toHaveLength(5840);
      expect(judged).toBe(5508);
      expect(differing.map(nameOf).toSorted()).toEqual(orderCounts);
    });

    test("with the other routes' answers alone for a key, the grader is never more lenient", () => {
      const found = { agree: 0, stricter: 0, unjudged: 0 };
      const plain = { agree: 0, stricter: 0 };
      const lenient: string[] = [];
      for (const row of calling) {
        const others = (byRecord.get(row.record_id) ?? []).filter(
          (other) => other.route !== row.route && isCorrect(other),
        );
        const key = keyFrom(others);
        if (key === undefined) {
          found.unjudged += 1;
          continue;
        }
        const isSame = others.some((other) => plainly(other) === plainly(row));
        if (isSame === isCorrect(row)) plain.agree += 1;
        else if (!isSame) plain.stricter += 1;
        if (passes(key, row) === isCorrect(row)) found.agree += 1;
        else if (isCorrect(row)) found.stricter += 1;
        else lenient.push(nameOf(row));
      }
      expect(lenient.toSorted()).toEqual(orderCounts);
      // Answers that only their own route gave: the table's key holds alternatives that no other
      // answer shows. 5,241 of 5,459 agree.
      expect(found).toEqual({ agree: 5241, stricter: 216, unjudged: 381 });
      expect({ agree: found.agree, stricter: found.stricter }).toEqual(plain);
    });
  },
);
