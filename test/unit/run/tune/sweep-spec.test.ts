import { expect, test } from "vitest";
import { resolveSweep } from "../../../../src/run/tune/sweep-spec.ts";

const valuesOf = (text: string): unknown => resolveSweep(`route_selection.x=${text}`).values;

test("a range takes both ends, and each value is what was meant and not what doubles add up to", () => {
  expect(valuesOf("0.1:0.5:0.1")).toEqual({ kind: "list", values: [0.1, 0.2, 0.3, 0.4, 0.5] });
  expect(valuesOf("-1:1:1")).toEqual({ kind: "list", values: [-1, 0, 1] });
  expect(valuesOf("5:5:1")).toEqual({ kind: "list", values: [5] });
  expect(valuesOf("0:1:0.4")).toEqual({ kind: "list", values: [0, 0.4, 0.8] });
});

test("a list keeps words and reads numbers, each once", () => {
  expect(valuesOf("cost, quality,cost")).toEqual({ kind: "list", values: ["cost", "quality"] });
  expect(valuesOf("1,2.5,1e3")).toEqual({ kind: "list", values: [1, 2.5, 1000] });
});

test("quantiles and subsets are read as such", () => {
  expect(valuesOf("quantiles:10")).toEqual({ kind: "quantiles", bins: 10 });
  expect(valuesOf("subsets")).toEqual({ kind: "subsets" });
});

test.each([
  ["route_selection.x", "--sweep must be"],
  ["=1", "--sweep must be"],
  ["route_selection.x=", "--sweep must be"],
  ["route_selection.x=1,,2", "a value between commas is missing"],
  ["route_selection.x=1:0:1", "FROM below TO"],
  ["route_selection.x=0:1:0", "STEP above 0"],
  ["route_selection.x=0:1:", "needs numbers"],
  ["route_selection.x=0:1:0.00001", "more than 10000"],
  ["route_selection.x=quantiles:1", "2 to 1000 bins"],
  ["promotion.confidence=0.9", 'a replay does not depend on "promotion"'],
  ["policy_name=a,b", 'a replay does not depend on "policy_name"'],
])("%s is refused with what to type", (text, message) => {
  expect(() => resolveSweep(text)).toThrow(message);
});
