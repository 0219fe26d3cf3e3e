import {
  assert,
  boolean,
  constantFrom,
  double,
  integer,
  letrec,
  option,
  oneof,
  property,
  record,
  tuple,
  type Arbitrary,
} from "fast-check";
import { expect, test } from "vitest";
import { celEnvironment } from "../../../src/expressions/cel-environment.ts";
import { quickCondition } from "../../../src/expressions/quick-condition.ts";

const environment = celEnvironment(["tags", "features"]);

function quickly(text: string, context: Record<string, unknown>): boolean | undefined {
  return quickCondition(environment.parse(text).ast)?.(context);
}

/** What the language itself says; its error where it has one. */
function slowly(text: string, context: Record<string, unknown>): unknown {
  try {
    return environment.parse(text)(context);
  } catch (error) {
    return error;
  }
}

const literals = ['"a"', '"b"', '""', "0", "1", "-1", "1.0", "0.5", "-0.0", "9007199254740993"];
const fields = ["tags.x", "tags.constructor", "features.x", "features.y", "features.z"];

const { condition }: { readonly condition: Arbitrary<string> } = letrec<{
  condition: string;
  leaf: string;
}>((tie) => ({
  leaf: oneof(
    tuple(
      constantFrom(...fields),
      constantFrom("==", "!=", "<", "<=", ">", ">="),
      constantFrom(...literals),
    ).map((words) => words.join(" ")),
    constantFrom(...fields).map((field) => `has(${field})`),
    constantFrom(...fields),
    tuple(constantFrom(...fields), constantFrom('["a", "b"]', "[]", '["a", 1]', "[1]")).map(
      ([field, list]) => `${field} in ${list}`,
    ),
    tuple(
      constantFrom(...fields),
      constantFrom("contains", "startsWith", "endsWith"),
      constantFrom('"a"', '""', "1"),
    ).map(([field, method, part]) => `${field}.${method}(${part})`),
    constantFrom("true", "features.x > features.y", "size(tags.x) > 0"),
  ),
  condition: oneof(
    { depthSize: "small" },
    tie("leaf"),
    tuple(tie("condition"), constantFrom("&&", "||"), tie("condition")).map(
      ([left, operator, right]) => `(${left} ${operator} ${right})`,
    ),
    tie("condition").map((inner) => `!(${inner})`),
  ),
}));

const feature = option(
  oneof(
    integer({ min: -2, max: 2 }),
    double(),
    boolean(),
    constantFrom<string | number>("a", "b", "", 9007199254740992),
  ),
  { nil: undefined },
);

test("what is answered quickly is what the language answers", () => {
  let answered = 0;
  const tag = option(constantFrom("a", "b", ""), { nil: undefined });
  assert(
    property(condition, record({ tag, x: feature, y: feature }), (text, { tag: x, ...given }) => {
      const features = Object.fromEntries(
        Object.entries(given).filter(([, value]) => value !== undefined),
      );
      const context = { tags: x === undefined ? {} : { x }, features };
      const quick = quickly(text, context);
      if (quick === undefined) return;
      answered += 1;
      expect(slowly(text, context)).toBe(quick);
    }),
    { seed: 11, numRuns: 5000 },
  );
  expect(answered).toBeGreaterThan(500);
});

test.each([
  ['tags.intent == "faq"', true],
  ['tags.intent in ["refund", "faq"] && features.score >= 0.5', true],
  ['!(tags.intent == "faq") || features.score < 0.7', false],
  ["has(tags.intent) && features.beta", true],
  ["has(tags.tier) || !has(features.score)", false],
  ['tags.intent.startsWith("f") && !tags.intent.contains("refund")', true],
])("%s needs no machinery", (text, expected) => {
  const context = { tags: { intent: "faq" }, features: { score: 0.7, beta: true } };
  expect(quickly(text, context)).toBe(expected);
});

test.each([
  ["a missing field", 'tags.tier == "gold"'],
  ["a field of another type", 'features.score == "high"'],
  ["an inherited field", "tags.constructor == 1"],
  ["a number too large for a double", "features.score == 9007199254740993"],
  ["anything but a field and a literal", "size(tags.intent) > 3"],
])("%s is left to the language", (_, text) => {
  expect(quickly(text, { tags: { intent: "faq" }, features: { score: 0.7 } })).toBeUndefined();
});
