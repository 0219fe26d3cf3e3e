import type { FailureCluster } from "../../core/charts/changed-pairs.ts";
import type { CodeColumn } from "../code-column.ts";
import type { Collected } from "../collected.ts";
import { ACCEPTED } from "../outcome-flags.ts";
import type { ArmPair } from "../promotion-gates.ts";
import type { KeptChanges } from "./changed-records.ts";

const MOST_CLUSTERS = 10;
/** One or two records share every tag that they have. */
const LEAST_TAGGED = 3;
const SHARE_OF_CLUSTER = 2 / 3;
const SHARE_OF_ALL = 1 / 2;

interface Clustered extends Pick<Collected, "records" | "repeats"> {
  readonly kept: KeptChanges;
}

/**
 * Pairs that the baseline alone gets right, by the class of the candidate's failure: largest
 * first, ties by name. A tag's value stands out where two thirds of a cluster have it, and under
 * half of all pairs.
 */
export function failureClusters(
  { baseline, candidate }: ArmPair,
  pairs: Uint32Array,
  { records, repeats, kept }: Clustered,
): readonly FailureCluster[] {
  const { classes } = candidate.failures;
  const lost = pairs.filter(
    (unit) => (baseline.flags[unit]! & ~candidate.flags[unit]! & ACCEPTED) !== 0,
  );
  const found = [...classes.countsOf(lost)]
    .map((count, code) => ({ code, count, name: classes.texts.text(code) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
    .slice(0, MOST_CLUSTERS);
  return found.map(({ code, count, name }) => {
    const members = lost.filter((unit) => classes.at(unit) === code);
    const tag = standsOut(members, pairs, records.tags, repeats);
    return {
      class: name,
      ...(tag !== undefined && { tag }),
      records: count,
      first: kept.lostOfClass[code]?.values ?? [],
    };
  });
}

/** The value that most of the cluster have; of two, the one that fewer of all pairs have. */
function standsOut(
  members: Uint32Array,
  pairs: Uint32Array,
  tags: ReadonlyMap<string, CodeColumn>,
  repeats: number,
): string | undefined {
  if (members.length < LEAST_TAGGED) return undefined;
  const candidates: { readonly tag: string; readonly count: number; readonly all: number }[] = [];
  for (const [name, column] of tags) {
    const ordinals = repeats === 1 ? members : members.map((unit) => Math.floor(unit / repeats));
    const counts = column.countsOf(ordinals);
    for (let code = 1; code < counts.length; code += 1) {
      const count = counts[code]!;
      if (count < SHARE_OF_CLUSTER * members.length) continue;
      const all = countPairsWith(column, code, pairs, repeats);
      if (all >= SHARE_OF_ALL * pairs.length) continue;
      candidates.push({ tag: `${name}=${column.texts.text(code)}`, count, all });
    }
  }
  const [best] = candidates.sort(
    (a, b) => b.count - a.count || a.all - b.all || (a.tag < b.tag ? -1 : 1),
  );
  return best?.tag;
}

function countPairsWith(
  column: CodeColumn,
  code: number,
  pairs: Uint32Array,
  repeats: number,
): number {
  let count = 0;
  for (let index = 0; index < pairs.length; index += 1) {
    if (column.at(Math.floor(pairs[index]! / repeats)) === code) count += 1;
  }
  return count;
}
