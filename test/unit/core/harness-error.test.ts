import { expect, test } from "vitest";
import { invalidInput } from "../../../src/core/harness-error.ts";
import type { Problem } from "../../../src/core/problem.ts";

function aProblem(over: Partial<Problem> = {}): Problem {
  return { file: "a.yaml", line: 3, column: 5, message: "is wrong", hint: undefined, ...over };
}

test("every problem stands on its own line with its place and its hint", () => {
  const error = invalidInput("policy", [
    aProblem({ hint: "mend it" }),
    aProblem({ line: undefined, column: undefined, message: "is empty" }),
    aProblem({ file: undefined, line: undefined, column: undefined, message: "--seed is odd" }),
  ]);
  expect(error.message).toBe(
    "policy: 3 problems\na.yaml:3:5: is wrong (mend it)\na.yaml: is empty\n--seed is odd",
  );
  expect(error.code).toBe("invalid-input");
});

test("after twenty problems the rest is counted, not dropped", () => {
  const error = invalidInput(
    "data",
    Array.from({ length: 23 }, () => aProblem()),
  );
  const lines = error.message.split("\n");
  expect(lines).toHaveLength(1 + 20 + 1);
  expect(lines.at(-1)).toBe("and 3 more");
  expect(error.problems).toHaveLength(23);
});
