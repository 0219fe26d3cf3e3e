import { expect, test } from "vitest";
import { isJsonObject, type JsonValue } from "../../../src/core/json.ts";
import { answerPool } from "../../../src/providers/answer-pool.ts";
import { chanceOf } from "../../../src/providers/chance.ts";
import { simulatedAnswer } from "../../../src/providers/simulated-answer.ts";
import { aCall, aRecord, aSimulation, aStructuredRecord } from "./provider-call-builders.ts";

const invoice = {
  number: "INV-2031",
  date: "2026-03-07",
  total: 1240.5,
  currency: "EUR",
  paid: false,
  lines: [
    { text: "cable", quantity: 12 },
    { text: "plug", quantity: 3 },
  ],
};

const schema = {
  type: "object",
  required: ["number", "date", "total", "currency"],
  properties: {
    number: { type: "string" },
    date: { type: "string" },
    total: { type: "number", minimum: 0 },
    currency: { enum: ["EUR", "USD", "GBP"] },
    paid: { type: ["boolean", "null"] },
    lines: { type: "array", minItems: 1 },
  },
};

interface Asked {
  readonly expected: JsonValue;
  readonly schema?: typeof schema;
  readonly pool?: readonly JsonValue[];
}

/** What a route with these shares answers for many records that expect the same. */
function answers(asked: Asked, shares: { accuracy?: number; schemaErrorRate?: number }): string[] {
  const pool = answerPool(asked.pool ?? []);
  const record = aStructuredRecord(asked);
  return Array.from({ length: 400 }, (_, index) => {
    const call = aCall({ record: { ...record, id: `r-${index}` } });
    return simulatedAnswer(record, aSimulation(shares), pool, chanceOf(3, call));
  });
}

function holdsJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test("a right answer is what is expected, word for word", () => {
  const record = aRecord({ expected: "billing" });
  const chance = chanceOf(1, aCall());
  expect(simulatedAnswer(record, aSimulation(), answerPool([]), chance)).toBe("billing");
});

test("a right object is its JSON text, also where the expectation is a text that holds it", () => {
  expect(new Set(answers({ expected: invoice }, {}))).toEqual(new Set([JSON.stringify(invoice)]));
  const text = JSON.stringify(invoice, null, 2);
  expect(new Set(answers({ expected: text }, {}))).toEqual(new Set([JSON.stringify(invoice)]));
});

test("a right label under a response schema is its JSON text", () => {
  const record = aStructuredRecord({ expected: "billing", schema: { type: "string" } });
  const chance = chanceOf(1, aCall());
  expect(simulatedAnswer(record, aSimulation(), answerPool([]), chance)).toBe('"billing"');
});

test("a number is a right answer as its digits", () => {
  expect(answers({ expected: 42 }, {})[0]).toBe("42");
});

test.each([
  ["a number", 42],
  ["a number with decimals", 0.85],
  ["a number in a text", "#### 1319"],
  ["a label without a pool", "billing"],
  ["a single digit", "7"],
  ["a longer text", "Refunds are paid within two weeks to the card that was charged."],
  ["an object", invoice],
  ["a list", [1, 2, 3]],
  ["an empty object", {}],
])("a wrong answer to %s is never the right one", (_what, expected) => {
  const right = typeof expected === "string" ? expected : JSON.stringify(expected);
  const wrong = answers({ expected }, { accuracy: 0 });
  expect(wrong.filter((text) => text === right || text === "")).toEqual([]);
});

test("a wrong object has the right shape and one or two other fields", () => {
  for (const text of answers({ expected: invoice }, { accuracy: 0 })) {
    const wrong: JsonValue = JSON.parse(text);
    if (!isJsonObject(wrong)) throw new Error(`${text} is no object`);
    expect(Object.keys(wrong)).toEqual(Object.keys(invoice));
    const differing = Object.entries(invoice).filter(
      ([name, value]) => JSON.stringify(wrong[name]) !== JSON.stringify(value),
    );
    expect([1, 2]).toContain(differing.length);
    for (const [name, value] of differing) expect(typeof wrong[name]).toBe(typeof value);
  }
});

test("wrong fields look like slips: swapped digits, a confused date, a tenth too much", () => {
  const wrong = answers({ expected: invoice }, { accuracy: 0 }).map((text) => JSON.parse(text));
  const seen = (name: string): unknown[] => wrong.map((answer) => answer[name]);
  expect(seen("number")).toContain("INV-2013");
  expect(seen("date")).toContain("2026-07-03");
  expect(seen("total")).toContain(1204.5);
  expect(seen("total")).toContain(1364.6);
  expect(seen("paid")).toContain(true);
});

test("a known schema is kept by wrong answers: choices, required fields, bounds", () => {
  const wrong = answers({ expected: invoice, schema }, { accuracy: 0 }).map((text) =>
    JSON.parse(text),
  );
  for (const answer of wrong) {
    expect(schema.required.filter((name) => !Object.hasOwn(answer, name))).toEqual([]);
    expect(schema.properties.currency.enum).toContain(answer.currency);
    expect(answer.total).toBeGreaterThanOrEqual(0);
    expect(answer.lines ?? ["left out"]).not.toEqual([]);
  }
  // What the schema lets go is forgotten at times.
  expect(wrong.some((answer) => answer.paid === null)).toBe(true);
  expect(wrong.some((answer) => !Object.hasOwn(answer, "lines"))).toBe(true);
});

test("a field whose values repeat among records is a choice, and stays one", () => {
  const pool = ["EUR", "USD", "EUR", "USD", "EUR", "USD"].map((currency) => ({ currency }));
  const wrong = answers({ expected: { currency: "EUR" }, pool }, { accuracy: 0 });
  expect(new Set(wrong)).toEqual(new Set(['{"currency":"USD"}']));
});

test("a choice that all records share stays as it is, and another field is wrong", () => {
  const pool = [1, 2, 3, 4].map((total) => ({ currency: "EUR", total }));
  for (const text of answers({ expected: { currency: "EUR", total: 5 }, pool }, { accuracy: 0 })) {
    expect(JSON.parse(text)).toMatchObject({ currency: "EUR" });
    expect(JSON.parse(text)).not.toMatchObject({ total: 5 });
  }
});

test("broken answers break what is known of the schema, in four ways", () => {
  const broken = answers({ expected: invoice, schema }, { accuracy: 0, schemaErrorRate: 1 });
  const ways = broken.map((text) => {
    if (text.startsWith("Here is")) return "words around it";
    if (!holdsJson(text)) return "cut off";
    const answer = JSON.parse(text);
    if (schema.required.some((name) => !Object.hasOwn(answer, name))) return "field missing";
    const mistyped =
      typeof answer.total !== "number" ||
      typeof answer.number !== "string" ||
      typeof answer.date !== "string" ||
      ![true, false, null].includes(answer.paid) ||
      !Array.isArray(answer.lines);
    return mistyped ? "wrong type" : `kept: ${text}`;
  });
  expect(new Set(ways)).toEqual(
    new Set(["words around it", "cut off", "field missing", "wrong type"]),
  );
});

test("without a known schema a broken answer is no JSON", () => {
  const broken = answers({ expected: invoice }, { accuracy: 0, schemaErrorRate: 1 });
  expect(broken.filter(holdsJson)).toEqual([]);
});

test("right, wrong and broken answers keep their shares side by side", () => {
  const found = answers({ expected: invoice }, { accuracy: 0.7, schemaErrorRate: 0.1 });
  const right = found.filter((text) => text === JSON.stringify(invoice)).length / found.length;
  const broken = found.filter((text) => !holdsJson(text)).length / found.length;
  // Four standard errors at 400 draws: 0.092 and 0.06.
  expect(Math.abs(right - 0.7)).toBeLessThan(0.092);
  expect(Math.abs(broken - 0.1)).toBeLessThan(0.06);
});

test("schema errors come first where both shares do not fit", () => {
  const found = answers({ expected: invoice }, { accuracy: 1, schemaErrorRate: 1 });
  expect(found.filter(holdsJson)).toEqual([]);
});

test("plain text has no schema to break", () => {
  const found = answers({ expected: "billing" }, { accuracy: 1, schemaErrorRate: 1 });
  expect(new Set(found)).toEqual(new Set(["billing"]));
});

test("hostile field names stay fields", () => {
  const expected: JsonValue = JSON.parse('{"__proto__": 12, "constructor": "abc"}');
  for (const text of answers({ expected }, { accuracy: 0 })) {
    expect(Object.keys(JSON.parse(text))).toEqual(["__proto__", "constructor"]);
  }
});
