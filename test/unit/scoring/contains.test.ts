import { expect, test } from "vitest";
import { scoreOf } from "./builders.ts";

test("the expected text has to occur", () => {
  expect(scoreOf("contains", {}, "42", "it is 42.").passed).toBe(true);
  expect(scoreOf("contains", {}, "42", "it is 41.").because).toBe('"42" is missing');
});

test("of an expected list all have to occur, or any where the option says so", () => {
  expect(scoreOf("contains", {}, ["a", "b"], "a").passed).toBe(false);
  expect(scoreOf("contains", {}, ["a", "b"], "b a").passed).toBe(true);
  expect(scoreOf("contains", { match: "any" }, ["a", "b"], "b").passed).toBe(true);
});

test("a cell may hold the list as JSON", () => {
  expect(scoreOf("contains", {}, '["refund", "5 days"]', "refund in 5 days").passed).toBe(true);
  expect(scoreOf("contains", {}, '{"any": ["x", "y"], "none": ["z"]}', "y z").passed).toBe(false);
});

test("listed phrases do not need an expectation", () => {
  const options = { all: ["thank"], any: ["refund", "credit"], none: ["guarantee"] };
  expect(scoreOf("contains", options, undefined, "thanks, a refund").passed).toBe(true);
  expect(scoreOf("contains", options, undefined, "thanks").passed).toBe(false);
  expect(scoreOf("contains", options, undefined, "thanks, refund guarantee").because).toBe(
    '"guarantee" must not occur',
  );
});

test("normalizations hold for phrase and answer", () => {
  expect(scoreOf("contains", { normalize: ["lowercase"] }, "YES", "Yes, of course").passed).toBe(
    true,
  );
});

test("without phrases there is no score", () => {
  expect(scoreOf("contains", {}, undefined, "x").value).toBeUndefined();
  expect(scoreOf("contains", {}, [], "x").value).toBeUndefined();
});

test.each([[""], [[""]], [["a", ""]], ['{"any": ["a", ""]}'], [{ none: [""] }]])(
  "the empty phrase in %j says nothing, since every answer holds it",
  (expected) => {
    const score = scoreOf("contains", {}, expected, "a");
    expect(score.value).toBeUndefined();
    expect(score.because).toContain("an empty phrase");
  },
);

test("a phrase that is empty once normalized is an empty one", () => {
  const options = { normalize: ["strip_punctuation"] };
  expect(scoreOf("contains", options, "?!", "x").value).toBeUndefined();
});
