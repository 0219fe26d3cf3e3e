import { expect, test } from "vitest";
import { QualityFold, type ServedRecord } from "../../../src/comparison/quality-table.ts";
import { qualityTableText } from "../../../src/reports/quality-table-text.ts";
import { readQualityTable } from "../../../src/policies/read-quality-table.ts";

function served(parts: Partial<ServedRecord> = {}): ServedRecord {
  return {
    route: "small",
    task: "easy",
    accepted: true,
    costNanoUsd: 100,
    latencyMs: 10,
    outputTokens: 5,
    ...parts,
  };
}

/** Twenty records of 10, 20, … 200 ms; the last two are not accepted. */
const twenty = Array.from({ length: 20 }, (_, index) =>
  served({ latencyMs: 10 * (index + 1), accepted: index < 18, costNanoUsd: index + 1 }),
);

function foldOf(records: readonly ServedRecord[]) {
  const fold = new QualityFold();
  for (const record of records) fold.add(record);
  return fold.figures();
}

test("share, lower bound, means and nearest-rank p95 of a route", () => {
  const entry = foldOf(twenty).overall.get("small");
  expect(entry).toMatchObject({
    n: 20,
    quality: 0.9,
    costNanoUsd: 10.5,
    p95Ms: 190,
    outputTokens: 5,
  });
  // Wilson's score bound from one side: z = 1.6448536 for 95 %.
  const z = 1.6448536269514722;
  const centre = 0.9 + (z * z) / 40;
  const half = z * Math.sqrt((0.9 * 0.1) / 20 + (z * z) / 1600);
  expect(entry?.lower).toBeCloseTo((centre - half) / (1 + (z * z) / 20), 12);
});

test("what is not known is in no mean, and absent where nothing is", () => {
  const { overall } = foldOf([
    served({ costNanoUsd: undefined, latencyMs: undefined, outputTokens: undefined }),
    served({ costNanoUsd: 300, latencyMs: undefined, outputTokens: undefined }),
  ]);
  expect(overall.get("small")).toMatchObject({
    n: 2,
    costNanoUsd: 300,
    p95Ms: undefined,
    outputTokens: undefined,
  });
});

test("tasks stand apart, and a record without one counts over all", () => {
  const { overall, tasks } = foldOf([
    served({ task: "hard", accepted: false }),
    served({ task: "easy", route: "large" }),
    served({ task: "easy" }),
    served({ task: undefined }),
  ]);
  expect([...tasks.keys()]).toEqual(["easy", "hard"]);
  expect([...(tasks.get("easy")?.keys() ?? [])]).toEqual(["large", "small"]);
  expect(overall.get("small")).toMatchObject({ n: 3, quality: 2 / 3 });
  expect(tasks.get("hard")?.get("small")).toMatchObject({ n: 1, quality: 0 });
});

test("the order of records changes nothing", () => {
  expect(foldOf(twenty.toReversed())).toEqual(foldOf(twenty));
});

test("what is written is read again", () => {
  const odd = 'rou"te: #1';
  const figures = foldOf([...twenty, served({ route: odd, task: "a: b", latencyMs: undefined })]);
  const fittedOn = { dataset: "d: 1", sha256: "ab12", records: 21, sample: ["0", "1e5", "x"] };
  const text = qualityTableText({ runId: "run-1", task: "kind", fittedOn, ...figures });
  const table = readQualityTable({ path: "q.yaml", text });
  expect(table).toMatchObject({ task: "kind", fittedOn, tasks: ["a: b", "easy"] });
  expect(table.routes).toEqual([odd, "small"]);
  for (const route of table.routes) {
    const [read, made] = [table.of(undefined, route), figures.overall.get(route)];
    expect(read?.quality).toBeCloseTo(made?.quality ?? Number.NaN, 11);
    expect(read).toMatchObject({ n: made?.n, p95Ms: made?.p95Ms });
    expect(read?.costNanoUsd).toBeCloseTo(made?.costNanoUsd ?? Number.NaN, 6);
  }
});
