import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { GraderSpec } from "../../../src/core/grader-spec.ts";
import type { JsonObject } from "../../../src/core/json.ts";
import type { ReplayRecord } from "../../../src/core/replay-record.ts";
import { createScorer } from "../../../src/scoring/create-scorer.ts";
import { anAnswer, answered, aRecord } from "./builders.ts";

const folder = resolve(import.meta.dirname, "../../../datasets");
const textOf = (file: string): string => readFileSync(resolve(folder, file), "utf8");

interface Row {
  readonly id: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly expected: JsonObject;
}

const rowsOf = <Extra>(file: string): readonly (Row & Extra)[] =>
  textOf(file)
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Row & Extra);

function gradersOf(file: string): readonly GraderSpec[] {
  const manifest = parse(textOf(file)) as {
    readonly scoring: readonly (JsonObject & { readonly grader: string; readonly name?: string })[];
  };
  return manifest.scoring.map(({ grader, name = grader, ...options }) => {
    const { schema } = options;
    const read = typeof schema === "string" ? (JSON.parse(textOf(schema)) as JsonObject) : schema;
    const all = read === undefined ? options : { ...options, schema: read };
    return { grader, name, required: true, options: all };
  });
}

const recordOf = (row: Row): ReplayRecord => ({ ...aRecord(row.expected), id: row.id });

describe.each([
  ["support-triage", 240],
  ["invoice-extraction", 220],
])("the sample %s", (name, records) => {
  const rows = rowsOf<unknown>(`${name}.jsonl`);
  const scorer = createScorer(gradersOf(`${name}.dataset.yaml`), { minScore: undefined });

  test(`holds ${records} records, each with its own id and its own prompt`, () => {
    expect(rows).toHaveLength(records);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(records);
    expect(new Set(rows.map(({ messages }) => JSON.stringify(messages))).size).toBe(records);
    const latest = new Set(rows.map(({ messages }) => messages.at(-1)?.content));
    expect(latest.size).toBe(records);
  });

  test("every expected answer is accepted in full by every grader", () => {
    const refused = rows.filter((row) => {
      const answer = anAnswer(JSON.stringify(row.expected));
      const grade = scorer.grade(recordOf(row), answered, [answer]);
      const isWhole = grade.scores.every(({ value }) => value === 1);
      return !grade.accepted || grade.score !== 1 || grade.schemaValid !== true || !isWhole;
    });
    expect(refused.map(({ id }) => id)).toEqual([]);
  });

  test("an answer to the record before is not accepted, unless the two expect the same", () => {
    const accepted = rows.filter((row, index) => {
      const other = JSON.stringify(rows[index - 1]?.expected);
      if (index === 0 || other === JSON.stringify(row.expected)) return false;
      return scorer.grade(recordOf(row), answered, [anAnswer(other)]).accepted;
    });
    expect(accepted).toEqual([]);
  });
});

interface Invoice extends JsonObject {
  readonly invoice_number: string;
  readonly vendor_name: string;
  readonly currency: string;
  readonly net_amount: number;
  readonly tax_amount: number;
  readonly total_amount: number;
  readonly purchase_order: string | null;
  readonly line_items: readonly {
    readonly description: string;
    readonly quantity: number;
    readonly unit_price: number;
    readonly amount: number;
  }[];
}

const invoices = rowsOf<{ readonly expected: Invoice }>("invoice-extraction.jsonl");
const cents = (amount: number): number => Math.round(amount * 100);
const sum = (amounts: readonly number[]): number =>
  amounts.reduce((total, amount) => total + cents(amount), 0);

test("the arithmetic of every invoice is right to the cent", () => {
  const wrong = invoices.filter(({ expected }) => {
    const { net_amount, tax_amount, total_amount, line_items, currency } = expected;
    const smallest = currency === "JPY" ? 1 : 0.01;
    const linesHold = line_items.every(
      ({ quantity, unit_price, amount }) =>
        Math.abs(quantity * unit_price - amount) <= smallest / 2 + 1e-9,
    );
    const netHolds = sum(line_items.map(({ amount }) => amount)) === cents(net_amount);
    return !linesHold || !netHolds || sum([net_amount, tax_amount]) !== cents(total_amount);
  });
  expect(wrong.map(({ id }) => id)).toEqual([]);
});

test("what an invoice is expected to hold stands in its text", () => {
  const missing = invoices.filter(({ expected, messages }) => {
    const text = (messages.at(-1)?.content ?? "").replace(/\s+/g, " ");
    const { invoice_number, vendor_name, purchase_order, line_items } = expected;
    const wanted = [invoice_number, vendor_name, ...line_items.map((line) => line.description)];
    if (purchase_order !== null) wanted.push(purchase_order);
    return wanted.some((part) => !text.includes(part));
  });
  expect(missing.map(({ id }) => id)).toEqual([]);
});

test("support turns of one conversation share their ticket and grow by the turn", () => {
  const rows = rowsOf<{
    readonly conversation_id: string;
    readonly ticket_id: string;
    readonly turn: number;
  }>("support-triage.jsonl");
  const byConversation = Map.groupBy(rows, (row) => row.conversation_id);
  for (const turns of byConversation.values()) {
    expect(turns.map(({ turn }) => turn)).toEqual(turns.map((_, index) => index + 1));
    expect(new Set(turns.map(({ ticket_id }) => ticket_id)).size).toBe(1);
    for (const { messages, turn } of turns) {
      expect(messages.filter(({ role }) => role === "user")).toHaveLength(turn);
    }
  }
  expect(byConversation.size).toBeGreaterThan(150);
});
