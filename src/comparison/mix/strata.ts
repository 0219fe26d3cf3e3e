import type { CodeColumn } from "../code-column.ts";

/** Fewer records in a stratum say nothing of how they vary. */
const FEWEST_IN_STRATUM = 2;

/** The values of a feature with the share that each is to have. */
export interface Strata {
  readonly column: CodeColumn;
  /** Where a unit stands in the column. */
  readonly rowOf: (unit: number) => number;
  /** By code its share of the population; 0: it is left out. */
  readonly weights: Float64Array;
  /** Share of the population that is in the strata that are left. */
  readonly shareCovered: number;
}

/**
 * Weighs units as a population is mixed; `population` holds rows. Values of which one of the
 * samples has too few units are left out, and the share of the population that is left is told.
 */
export function strataOf(
  column: CodeColumn,
  population: Uint32Array,
  samples: readonly Uint32Array[],
  rowOf: Strata["rowOf"],
): Strata {
  const counts = column.countsOf(population);
  const owns = samples.map((units) => column.countsOf(units.map(rowOf)));
  const weights = counts.map((count, code) =>
    owns.every((own) => own[code]! >= FEWEST_IN_STRATUM) ? count / population.length : 0,
  );
  return { column, rowOf, weights, shareCovered: weights.reduce((sum, share) => sum + share, 0) };
}

/** The stratum of each unit. */
export function stratumOf({ column, rowOf }: Strata, units: Uint32Array): Uint32Array {
  return units.map((unit) => column.at(rowOf(unit)));
}
