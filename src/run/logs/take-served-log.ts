import type { Collector } from "../../comparison/collector.ts";
import type { MixColumns } from "../../comparison/mix/mix-columns.ts";
import type { LogFacts } from "../../comparison/unpaired/compare-logs.ts";
import { HarnessError } from "../../core/harness-error.ts";
import type { Registry } from "../../core/route.ts";
import type { Progress } from "../progress.ts";
import type { CheckedLog } from "./checked-log.ts";
import { servedRecords } from "./served-log.ts";

/** What two logs are taken into. */
export interface LogBooks {
  readonly collector: Collector;
  readonly mix: MixColumns;
  readonly registry: Registry;
  readonly drain: AbortSignal;
  readonly progress: Progress;
}

/** Where one log stands among both: as which arm, and as which set of records. */
interface Place {
  readonly arm: 0 | 1;
  readonly set: 0 | 1;
  /** Records of the first set. */
  readonly small: number;
}

/** Takes one log into the columns of both. */
export async function takeServedLog(
  { manifest, dataset }: CheckedLog,
  { arm, set, small }: Place,
  { collector, mix, registry, drain, progress }: LogBooks,
  onId: (id: string) => void = () => undefined,
): Promise<LogFacts> {
  let [firstMs, lastMs] = [Infinity, -Infinity];
  for await (const batch of servedRecords(manifest, dataset, registry)) {
    if (drain.aborted) {
      throw new HarnessError("interrupted", "interrupted before both logs were read", {
        hint: "nothing was written; do the same again",
      });
    }
    for (const { record, outcome, grade } of batch) {
      const ordinal = set === 0 ? record.ordinal : small + record.ordinal;
      onId(record.id);
      mix.observe(record, set);
      collector.observe({ ...record, ordinal }, undefined, grade);
      collector.add({ ...outcome, ordinal, arm });
      firstMs = Math.min(firstMs, record.arrivedAtMs ?? Infinity);
      lastMs = Math.max(lastMs, record.arrivedAtMs ?? -Infinity);
    }
    progress.done += batch.length;
  }
  // What was kept to read the records again is as large as what the comparison needs.
  await dataset.close();
  const { name, kind, sha256, records, rejected, excluded, log } = dataset.summary;
  return {
    dataset: { name, kind, sha256, records, rejected, excluded },
    firstArrivalMs: Number.isFinite(firstMs) ? firstMs : undefined,
    lastArrivalMs: Number.isFinite(lastMs) ? lastMs : undefined,
    summary: log,
    warnings: dataset.summary.warnings,
  };
}
