import type { ArmColumns } from "./arm-columns.ts";
import type { Clustering } from "./clustering.ts";
import type { Collected } from "./collected.ts";
import type { Finding } from "./finding.ts";
import type { Scratch } from "./scratch.ts";

/** What every reading of one comparison shares. */
export interface ReadingContext {
  readonly collected: Collected;
  readonly clustering: Clustering | undefined;
  readonly scratch: Scratch;
  /** One-sided error of each bound. */
  readonly alpha: number;
  readonly seed: number;
  readonly replicates: number;
  /** Called after what may leave lists of all units behind; absent: nobody clears them away. */
  readonly afterStep?: (() => void) | undefined;
}

/**
 * How a metric is read off the columns: by itself, or one arm against another on the same units.
 * Units are those with an outcome in every arm concerned; a reading leaves out what it is no
 * share of. `from` and `to`: the difference is `to` minus `from`, the ratio `to` over `from`.
 */
export interface MetricReading {
  readonly point: (arm: ArmColumns, units: Uint32Array) => number | null;
  readonly absolute: (arm: ArmColumns, units: Uint32Array) => Finding;
  readonly difference: (from: ArmColumns, to: ArmColumns, units: Uint32Array) => Finding;
  readonly ratio: (from: ArmColumns, to: ArmColumns, units: Uint32Array) => Finding;
}
