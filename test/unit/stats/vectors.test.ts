import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { adjustedMeanVectors } from "./adjusted-mean-vectors.ts";
import { bootstrapVectors } from "./bootstrap-vectors.ts";
import { costVectors } from "./cost-vectors.ts";
import { decisionVectors } from "./decision-vectors.ts";
import { latencyVectors } from "./latency-vectors.ts";
import { meanAndQuantileVectors } from "./mean-and-quantile-vectors.ts";
import { planningVectors } from "./planning-vectors.ts";
import { proportionVectors } from "./proportion-vectors.ts";
import type { Coverage, Fields, Vector } from "./vector-fields.ts";

const coverage: Readonly<Record<string, Coverage>> = {
  ...proportionVectors,
  ...meanAndQuantileVectors,
  ...costVectors,
  ...decisionVectors,
  ...planningVectors,
  ...bootstrapVectors,
  ...adjustedMeanVectors,
  ...latencyVectors,
};

/** What keeps an actual value from being the expected one: a line a difference, none if it is. */
function differences(
  actual: unknown,
  expected: unknown,
  tolerance: number,
  place: string,
): readonly string[] {
  if (Array.isArray(expected)) {
    const values = Array.isArray(actual) ? (actual as readonly unknown[]) : [];
    const length = values.length === expected.length ? [] : [`${place}: wrong length`];
    return [
      ...length,
      ...expected.flatMap((value, index) =>
        differences(values[index], value, tolerance, `${place}[${index}]`),
      ),
    ];
  }
  if (typeof expected === "object" && expected !== null) {
    const fields = (typeof actual === "object" && actual !== null ? actual : {}) as Fields;
    return Object.entries(expected).flatMap(([name, value]) =>
      differences(fields[name], value, tolerance, `${place}.${name}`),
    );
  }
  const isMet =
    typeof expected === "number" && typeof actual === "number"
      ? Math.abs(actual - expected) <= tolerance
      : actual === expected;
  return isMet ? [] : [`${place}: ${String(actual)} for ${String(expected)}`];
}

/** Every expected value that is neither met nor named as not ours, and every value made up. */
function shortfalls({ method, input, expected, tolerance }: Vector): readonly string[] {
  const { ours, notOurs = [] } = coverage[method]!;
  const actual = ours(input);
  return [
    ...Object.keys(actual).filter((name) => !Object.hasOwn(expected, name)),
    ...Object.entries(expected).flatMap(([name, value]) => {
      if (Object.hasOwn(actual, name)) return differences(actual[name], value, tolerance, name);
      return notOurs.includes(name) ? [] : [`${name}: not computed`];
    }),
  ];
}

const path = resolve(import.meta.dirname, "../../../../shared/reference/stat-vectors.json");
const isThere = existsSync(path);
const vectors = isThere ? (JSON.parse(readFileSync(path, "utf8")) as readonly Vector[]) : [];
const covered = vectors.filter(({ method }) => Object.hasOwn(coverage, method));
process.stderr.write(
  isThere
    ? `statistics vectors: ${covered.length} of ${vectors.length} covered\n`
    : "statistics vectors: skipped, the reference vectors are not beside this checkout\n",
);

test.skipIf(!isThere)(
  "every method in the table has a vector, and most vectors have a method",
  () => {
    const methods = new Set(vectors.map(({ method }) => method));
    expect(Object.keys(coverage).filter((method) => !methods.has(method))).toEqual([]);
    expect(covered.length).toBeGreaterThanOrEqual(138);
  },
);

test("a value off by more than the tolerance is a difference", () => {
  expect(differences([1, 2, null], [1, 2.1, null], 1e-9, "x")).toEqual(["x[1]: 2 for 2.1"]);
  expect(differences(null, 0, 1e-9, "x")).toEqual(["x: null for 0"]);
  expect(differences(NaN, 0, 1e-9, "x")).toEqual(["x: NaN for 0"]);
});

test.skipIf(!isThere).each(covered)("meets $name", (vector) => {
  expect(shortfalls(vector)).toEqual([]);
});
