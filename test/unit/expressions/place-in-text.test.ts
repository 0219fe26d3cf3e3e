import { expect, test } from "vitest";
import { expressionProblem } from "../../../src/expressions/place-in-text.ts";

const source = (text: string, place: string) => ({ text, place });

test("an offset becomes a column of the file", () => {
  expect(expressionProblem(source("a == b", "p.yaml:3:10"), 5, "bad", "hint")).toEqual({
    file: "p.yaml",
    line: 3,
    column: 15,
    message: "bad",
    hint: "hint",
  });
});

test("an offset on a later line is counted from that line", () => {
  const problem = expressionProblem(source("a\n&& b", "dir:x/p.yaml:3:10"), 5, "bad");
  expect(problem).toMatchObject({ file: "dir:x/p.yaml", line: 4, column: 13 });
});

test("a place that is no place in a file stays what it is called", () => {
  const problem = expressionProblem(source("a", "--filter"), 0, "bad");
  expect(problem).toMatchObject({ file: "--filter", line: undefined, column: undefined });
});
