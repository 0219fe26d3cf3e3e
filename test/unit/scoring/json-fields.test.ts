import { expect, test } from "vitest";
import { scoreOf } from "./builders.ts";

const invoice = {
  number: "INV-7",
  vendor: { name: "Mill & Sons" },
  date: "2026-03-04",
  total: 119.5,
  paid: false,
  tags: ["a", "b"],
  order: null,
};

const scoreFields = (answer: unknown, options = {}, minScore?: number) =>
  scoreOf("json_fields", options, invoice, JSON.stringify(answer), minScore);

test("the value is the share of fields that agree", () => {
  expect(scoreFields(invoice).value).toBe(1);
  const wrongTwice = { ...invoice, total: 120, paid: true };
  expect(scoreFields(wrongTwice)).toMatchObject({ value: 5 / 7, passed: false });
  expect(scoreFields(wrongTwice).because).toBe(
    "total is 120, expected 119.5; paid is true, expected false",
  );
});

test("it passes from its own minimum on, else from the dataset's, else only in full", () => {
  const wrongOnce = { ...invoice, paid: true };
  expect(scoreFields(wrongOnce).passed).toBe(false);
  expect(scoreFields(wrongOnce, {}, 0.8).passed).toBe(true);
  expect(scoreFields(wrongOnce, { min: 0.9 }, 0.8).passed).toBe(false);
});

test("by default texts are compared loosely, numbers by value, dates by day", () => {
  const answer = { ...invoice, number: " inv-7", total: "119.50", date: "2026-03-04T10:00:00Z" };
  expect(scoreFields(answer).value).toBe(1);
});

test("no value and null are the same nothing, a value instead is wrong", () => {
  const { order, ...without } = invoice;
  expect(order).toBeNull();
  expect(scoreFields(without).value).toBe(1);
  expect(scoreFields({ ...invoice, order: "PO-1" }).value).toBe(6 / 7);
});

test("a list of fields may hold dotted paths", () => {
  const fields = ["number", "vendor.name", "tags.1"];
  expect(scoreFields({ ...invoice, total: 1 }, { fields }).value).toBe(1);
  expect(scoreFields({ ...invoice, tags: ["a"] }, { fields }).value).toBe(2 / 3);
});

test.each([
  ["exact", "number", "inv-7", 0],
  ["text", "number", "inv-7", 1],
  ["date", "date", "2026/03/04", 1],
  ["date", "date", "20260304", 1],
  ["date", "date", "04.03.2026", 0],
  ["date", "date", "2026-03-05", 0],
  ["set", "tags", ["b", "a"], 1],
  ["exact", "tags", ["b", "a"], 0],
  ["set", "tags", ["a", "b", "b"], 0],
  ["number", "total", "$119.50", 1],
  ["number", "total", "119.5 or so", 0],
])("%s compares %s with %j: %d", (comparator, field, answer, value) => {
  const options = { fields: { [field]: comparator } };
  expect(scoreFields({ ...invoice, [field]: answer }, options).value).toBe(value);
});

test("a tolerance stands at the field or for all of them", () => {
  const answer = { ...invoice, total: 119.51 };
  expect(scoreFields(answer, { fields: ["total"] }).value).toBe(0);
  expect(scoreFields(answer, { fields: ["total"], tolerance: 0.01 }).value).toBe(1);
  const fields = { total: { compare: "number", tolerance: 0.01 } };
  expect(scoreFields(answer, { fields }).value).toBe(1);
});

test("64-bit ids are compared as text, however they are written", () => {
  const score = (expected: string, answer: string) =>
    scoreOf("json_fields", {}, expected, answer).value;
  expect(score('{"id": 12345678901234567890}', '{"id": 12345678901234567890}')).toBe(1);
  expect(score('{"id": 12345678901234567890}', '{"id": 12345678901234567891}')).toBe(0);
  expect(score('{"id": "12345678901234567890"}', '{"id": 12345678901234567890}')).toBe(1);
});

test("an expectation in a cell is parsed, and one that cannot be is unscored", () => {
  expect(scoreOf("json_fields", {}, '{"a": 1}', '{"a": 1}').value).toBe(1);
  const broken = scoreOf("json_fields", {}, "{a: 1}", '{"a": 1}');
  expect(broken.value).toBeUndefined();
  expect(broken.because).toContain("what is expected is not JSON");
});

test("an answer that is no JSON object has no field right", () => {
  for (const text of ["sorry", "[1]", "null"]) {
    expect(scoreOf("json_fields", {}, invoice, text)).toMatchObject({ value: 0, passed: false });
  }
});

test("names of the language are fields like any other", () => {
  const expected = '{"__proto__": "a", "constructor": "b"}';
  expect(scoreOf("json_fields", {}, expected, expected).value).toBe(1);
  expect(scoreOf("json_fields", {}, expected, "{}").value).toBe(0);
});

test("a field that the expectation does not hold is no agreement: it is not counted", () => {
  const fields = { number: "exact", vat_id: "exact" };
  expect(scoreFields({ number: "INV-8" }, { fields })).toMatchObject({ value: 0, passed: false });
  expect(scoreFields({ number: "INV-7" }, { fields })).toMatchObject({ value: 1, passed: true });
  // `order` is expected to be null, which an answer without it agrees with.
  expect(scoreFields({ number: "INV-8" }, { fields: ["number", "order"] }).value).toBe(1 / 2);
});

test("an expectation that holds none of the fields leaves the record unscored", () => {
  const misspelled = scoreFields(invoice, { fields: { nubmer: "exact", "vendor.nam": "text" } });
  expect(misspelled.value).toBeUndefined();
  expect(misspelled.because).toBe("what is expected holds none of the fields: nubmer, vendor.nam");
  const unreadable = scoreOf("json_fields", { fields: ["nubmer"] }, invoice, "sorry");
  expect(unreadable.value).toBeUndefined();
});

test("a tolerance means the same for large numbers", () => {
  const score = (expected: string, answer: string, tolerance: number) =>
    scoreOf("json_fields", { tolerance, fields: { n: "number" } }, expected, answer).value;
  expect(score('{"n": 1000000000000}', '{"n": 1000000000001}', 0.005)).toBe(0);
  expect(score('{"n": 12345678901234567890}', '{"n": 12345678901234567891}', 0.01)).toBe(0);
  expect(score('{"n": 12345678901234567890}', '{"n": 12345678901234567891}', 1)).toBe(1);
});
