import type { QualityTable } from "../core/quality-table.ts";
import { fingerprintText, recordFingerprint } from "../core/record-fingerprint.ts";
import type { ReplayRecord } from "../core/replay-record.ts";
import { countText } from "../reports/numbers.ts";
import type { Arm } from "./load-inputs.ts";

/**
 * Looks for replayed records among those that quality tables were fitted on: a policy that was made
 * from the answers is no test of itself.
 */
export class FittedRecords {
  readonly #tables: readonly Watched[];

  constructor(arms: readonly Arm[]) {
    this.#tables = arms.flatMap(({ key, qualityTable }) => {
      const sample = qualityTable?.fittedOn?.sample;
      if (qualityTable === undefined || sample === undefined) return [];
      return [{ key, qualityTable, sample: new Set(sample), met: new Set<string>() }];
    });
  }

  observe(record: ReplayRecord): void {
    if (this.#tables.length === 0) return;
    const fingerprint = fingerprintText(recordFingerprint(record));
    for (const { sample, met } of this.#tables) if (sample.has(fingerprint)) met.add(fingerprint);
  }

  /** A sentence for each policy whose table knows answers of this run. */
  warnings(): readonly string[] {
    return this.#tables.flatMap(({ key, qualityTable: { fittedOn }, sample, met }) => {
      if (met.size === 0) return [];
      const records = countText(fittedOn?.records ?? 0);
      return [
        `${key}: in-sample: its quality table was fitted on ${records} records of ` +
          `${fittedOn?.dataset}, and ${countText(met.size)} of ${countText(sample.size)} that it ` +
          `names are replayed here: what the policy saves on them proves nothing, so fit it on others`,
      ];
    });
  }
}

interface Watched {
  readonly key: string;
  readonly qualityTable: QualityTable;
  readonly sample: ReadonlySet<string>;
  readonly met: Set<string>;
}
