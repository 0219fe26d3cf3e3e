import type { Collected } from "./collected.ts";

/** Which units are not independent of each other. */
export interface Clustering {
  /** By unit, codes from 0. */
  readonly codes: Int32Array;
  readonly count: number;
}

/**
 * Records of one group are one cluster, and a record without a group is its own. Without groups,
 * the repeats of a record are one. Absent: every unit stands alone.
 */
export function clusteringOf({
  records,
  repeats,
}: {
  readonly records: Pick<Collected["records"], "records" | "groups">;
  readonly repeats: number;
}): Clustering | undefined {
  const groups = records.groups.identities();
  if (groups === undefined && repeats === 1) return undefined;
  const codes = new Int32Array(records.records * repeats);
  let count = groups?.count ?? 0;
  for (let ordinal = 0; ordinal < records.records; ordinal += 1) {
    const group = groups?.codes[ordinal] ?? -1;
    const code = group >= 0 ? group : count++;
    codes.fill(code, ordinal * repeats, (ordinal + 1) * repeats);
  }
  return { codes, count };
}
