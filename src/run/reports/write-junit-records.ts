import type { Comparison } from "../../core/comparison.ts";
import {
  type CaseCounts,
  junitEnd,
  junitHead,
  recordCase,
  suiteEnd,
  suiteHead,
} from "../../reports/junit-records.ts";
import { writePartsWhole } from "../write-file.ts";
import type { JournalIndex } from "./journal-index.ts";

/**
 * `junit.xml` with a case a record, in the dataset's order, a suite a candidate. Cases are written as
 * they are read; the counts of the heads come from the index. The file is replaced whole.
 */
export function writeJunitRecords(
  path: string,
  runId: string,
  { baseline, candidates }: Pick<Comparison, "baseline" | "candidates">,
  index: JournalIndex,
): void {
  const suites = candidates.map((candidate, place) => {
    const arm = place + 1;
    return { pair: `${candidate} vs ${baseline}`, arm, counts: countsOf(index, arm) };
  });
  writePartsWhole(path, partsOf(`routeproof ${runId}`, suites, index));
}

interface RecordSuite {
  readonly pair: string;
  /** The candidate's place in the index. */
  readonly arm: number;
  readonly counts: CaseCounts;
}

function* partsOf(
  name: string,
  suites: readonly RecordSuite[],
  index: JournalIndex,
): Generator<string> {
  yield junitHead(name, sumOf(suites.map(({ counts }) => counts)));
  for (const { pair, arm, counts } of suites) {
    yield suiteHead(pair, counts);
    yield* casesOf(index, pair, arm);
    yield suiteEnd;
  }
  yield junitEnd;
}

function* casesOf(index: JournalIndex, pair: string, arm: number): Generator<string> {
  const { records, repeats } = index.shape;
  for (let ordinal = 0; ordinal < records; ordinal += 1) {
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      const candidate = index.read(ordinal, arm, repeat)?.outcome;
      if (candidate === undefined) continue;
      const baseline = index.read(ordinal, 0, repeat)?.outcome;
      yield recordCase({ pair, candidate, baseline });
    }
  }
}

function countsOf(index: JournalIndex, arm: number): CaseCounts {
  const { records, repeats } = index.shape;
  let [tests, failures, errors, skipped] = [0, 0, 0, 0];
  for (let ordinal = 0; ordinal < records; ordinal += 1) {
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      const facts = index.facts(ordinal, arm, repeat);
      if (facts === undefined) continue;
      tests += 1;
      if (!facts.covered) skipped += 1;
      else if (facts.accepted) continue;
      else if (facts.infrastructure) errors += 1;
      else failures += 1;
    }
  }
  return { tests, failures, errors, skipped };
}

function sumOf(all: readonly CaseCounts[]): CaseCounts {
  const sum = (count: (one: CaseCounts) => number) =>
    all.reduce((total, one) => total + count(one), 0);
  return {
    tests: sum(({ tests }) => tests),
    failures: sum(({ failures }) => failures),
    errors: sum(({ errors }) => errors),
    skipped: sum(({ skipped }) => skipped),
  };
}
