import type { MixDifference } from "../../core/mix-difference.ts";
import { holm } from "../../stats/holm.ts";
import { mixDesignEffect, type ClusteredMix } from "../../stats/mix-design-effect.ts";
import { homogeneityP, stabilityIndex, totalVariation } from "../../stats/mix-difference.ts";
import type { Clustering } from "../clustering.ts";
import { clustersOf } from "../sample.ts";
import { sortedObject } from "../sorted-object.ts";
import type { MixFeature } from "./mix-feature.ts";

/** The records of two sets, as places in the columns of their features. */
export interface TwoSets {
  readonly first: Uint32Array;
  readonly second: Uint32Array;
  /** Which records belong together; absent: each stands alone. */
  readonly clustering: Clustering | undefined;
}

/** What stands for the records without a value. */
export const NO_VALUE = "(none)";

/** How two sets differ in each feature. */
export function mixDifferences(
  features: readonly MixFeature[],
  sets: TwoSets,
): readonly MixDifference[] {
  const found = features.map((feature) => mixDifference(feature, sets));
  const tested = found.filter(({ p }) => p !== null);
  const adjusted = holm(tested.map(({ p }) => p ?? 1));
  return found.map((difference) => {
    const place = tested.indexOf(difference);
    return { ...difference, p_holm: place < 0 ? null : (adjusted[place] ?? null) };
  });
}

function mixDifference(
  { name, from, column, note }: MixFeature,
  { first, second, clustering }: TwoSets,
): Omit<MixDifference, "p_holm"> & { readonly p_holm: null } {
  const [before, after] = [column.countsOf(first), column.countsOf(second)];
  const mixes = { before, after };
  const shares = [...before.keys()]
    .filter((code) => before[code]! + after[code]! > 0)
    .map((code) => {
      const value = code === 0 ? NO_VALUE : column.texts.text(code);
      const pair = [before[code]! / first.length || 0, after[code]! / second.length || 0] as const;
      return [value, pair] as const;
    });
  const designEffect =
    clustering === undefined
      ? 1
      : mixDesignEffect(
          clustered(first, before.length, column, clustering),
          clustered(second, before.length, column, clustering),
        );
  return {
    feature: name,
    from,
    total_variation: totalVariation(mixes),
    psi: stabilityIndex(present(mixes)),
    p: Number.isNaN(designEffect) ? null : homogeneityP(present(mixes), designEffect),
    p_holm: null,
    values: sortedObject(shares),
    ...(note !== undefined && { note }),
  };
}

/** Without the values that neither set has. */
function present({ before, after }: { before: Float64Array; after: Float64Array }) {
  const isThere = (_count: number, code: number): boolean => before[code]! + after[code]! > 0;
  return { before: before.filter(isThere), after: after.filter(isThere) };
}

function clustered(
  rows: Uint32Array,
  valueCount: number,
  column: MixFeature["column"],
  clustering: Clustering,
): ClusteredMix {
  const { clusterOf, clusterCount } = clustersOf(rows, clustering);
  const valueOf = new Uint32Array(rows.length);
  for (let index = 0; index < rows.length; index += 1) valueOf[index] = column.at(rows[index]!);
  return { valueOf, valueCount, clusterOf: clusterOf ?? new Int32Array(0), clusterCount };
}
