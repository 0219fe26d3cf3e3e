import { expect, test } from "vitest";
import type { Comparison } from "../../../../src/core/comparison.ts";
import type { RunManifest } from "../../../../src/core/run-manifest.ts";
import { differences, differenceText } from "../../../../src/run/compare/comparable.ts";
import type { KeptRun } from "../../../../src/run/compare/kept-run.ts";
import { aManifest, aReport } from "../../reports/a-run-report.ts";

interface Changes {
  readonly manifest?: Partial<RunManifest>;
  readonly options?: Partial<RunManifest["options"]>;
  readonly comparison?: Partial<Comparison>;
  readonly dataset?: Partial<Comparison["dataset"]>;
}

function aKeptRun({ manifest, options, comparison, dataset }: Changes = {}): KeptRun {
  const report = aReport();
  const graders = { sha256: "aa".repeat(32), names: ["exact_match"] };
  const whole = aManifest({ graders, ...manifest });
  return {
    folder: "reports/run-7",
    manifest: { ...whole, options: { ...whole.options, ...options } },
    comparison: {
      ...report.comparison,
      ...comparison,
      dataset: { ...report.comparison.dataset, ...dataset },
    },
    arms: [report.comparison.baseline, ...report.comparison.candidates],
  };
}

const strong = aManifest().prices["strong"]!;

const cases: readonly (readonly [what: string, changes: Changes, says: RegExp])[] = [
  ["state", { manifest: { status: "incomplete" } }, /^state: complete in the first, incomplete/],
  [
    "state",
    { comparison: { stopped_early: { at_records: 9, of: 200, order: "seeded" } } },
    /stopped early in the second/,
  ],
  ["dataset", { dataset: { sha256: "sha256:0123456789abcdef" } }, /0123456789ab in the second/],
  ["selection of records", { options: { limit: 50 } }, /limit 50/],
  ["selection of records", { options: { filters: [] } }, /filter intent=refund/],
  ["selection of records", { options: { sample: 9 } }, /sample 9 by seed 7/],
  ["repeats", { comparison: { repeats: 3 } }, /1 in the first, 3 in the second/],
  [
    "graders",
    { manifest: { graders: { sha256: "bb".repeat(32), names: ["contains"] } } },
    /exact_match \(aaaaaaaaaaaa\) in the first, contains \(bbbbbbbbbbbb\) in the second/,
  ],
  ["source of answers", { manifest: { provider: "live" } }, /table in the first, live/],
  [
    "pace",
    { options: { speed: 2 } },
    /closed loop in the first, arrivals at speed 2, 16 at a time/,
  ],
  [
    "price of route strong",
    { manifest: { prices: { strong: { ...strong, output_per_mtok_usd: 12 }, mystery: null } } },
    /\$10 out per million tokens in the first, \$2\.5 in, \$12 out/,
  ],
  [
    "price of route mystery",
    { manifest: { prices: { strong, mystery: strong } } },
    /unknown in the/,
  ],
];

test.each(cases)("runs that differ in %s are told apart by it alone", (what, changes, says) => {
  const found = differences(aKeptRun(), aKeptRun(changes));
  expect(found.map((difference) => difference.what)).toEqual([what]);
  expect(differenceText(found[0]!)).toMatch(says);
  expect(found[0]?.hint).not.toBe("");
});

test("all differences are named at once", () => {
  const other = aKeptRun({ options: { limit: 5 }, comparison: { repeats: 2 } });
  expect(differences(aKeptRun(), other).map(({ what }) => what)).toEqual([
    "selection of records",
    "repeats",
  ]);
});

test("another policy, day, tool, price source and unshared route keep nobody from comparing", () => {
  const other = aKeptRun({
    manifest: {
      run_id: "run-8",
      tool_version: "9.9.9",
      as_of: "2027-01-01T00:00:00.000Z",
      prices: { strong: { ...strong, source: "catalog" }, mystery: null, added: strong },
    },
    options: { candidates: ["other.yaml"], baseline: "another.yaml" },
  });
  expect(differences(aKeptRun(), other)).toEqual([]);
});

test("two simulations by different seeds drew different answers", () => {
  const simulated = (seed: number) => aKeptRun({ manifest: { provider: "simulated", seed } });
  expect(differences(simulated(1), simulated(1))).toEqual([]);
  expect(differences(simulated(1), simulated(2)).map(({ what }) => what)).toEqual([
    "source of answers",
  ]);
});

test("older runs that do not say what judged them are held to their dataset's manifest", () => {
  const older = (sha256: string) => {
    const { graders: _graders, ...manifest } = aKeptRun().manifest;
    const inputs = [{ role: "dataset" as const, path: "d.yaml", sha256 }];
    return { ...aKeptRun(), manifest: { ...manifest, inputs } };
  };
  expect(differences(older("ab12"), older("ab12"))).toEqual([]);
  expect(differences(older("ab12"), older("cd34")).map(({ what }) => what)).toEqual(["graders"]);
});
