import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { HarnessError } from "../../core/harness-error.ts";
import type { Comparison } from "../../core/comparison.ts";
import {
  type CaseCounts,
  junitEnd,
  junitHead,
  recordCase,
  suiteEnd,
  suiteHead,
} from "../../reports/junit-records.ts";
import type { JournalIndex } from "./journal-index.ts";

/** Written out when so much has come together. */
const BUFFERED_CHARS = 1 << 18;

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
  const beside = `${path}.tmp`;
  try {
    const descriptor = openSync(beside, "w");
    try {
      let text = junitHead(`routeproof ${runId}`, sumOf(suites.map(({ counts }) => counts)));
      for (const { pair, arm, counts } of suites) {
        text += suiteHead(pair, counts);
        for (const written of casesOf(index, pair, arm)) {
          text += written;
          if (text.length < BUFFERED_CHARS) continue;
          writeAll(descriptor, text);
          text = "";
        }
        text += suiteEnd;
      }
      writeAll(descriptor, text + junitEnd);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(beside, path);
  } catch (cause) {
    rmSync(beside, { force: true });
    if (cause instanceof HarnessError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new HarnessError("storage", `${path}: could not be written: ${why}`, { cause });
  }
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

function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text, "utf8");
  let written = 0;
  while (written < bytes.length) {
    const count = writeSync(descriptor, bytes, written);
    if (count === 0) throw new Error("no space left on device");
    written += count;
  }
}
