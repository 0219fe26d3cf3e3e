import type { TestedSegment } from "../../core/segment-report.ts";
import { HarnessError } from "../../core/harness-error.ts";
import { proportionBelowP } from "../../stats/clopper-pearson.ts";
import { coveredUnits } from "../covered-units.ts";
import { countDiscordant, countIndependent } from "../discordant-pairs.ts";
import type { ReadingContext } from "../metric-reading.ts";
import { partition } from "../partition.ts";
import type { ArmPair } from "../promotion-gates.ts";
import { readingOf } from "../reading-of.ts";
import { clustersOf } from "../sample.ts";
import { shownFinding } from "../shown-finding.ts";

/** A segment's test, before it is known how many others are tested with it. */
export interface SegmentTest extends Omit<TestedSegment, "smallest_detectable"> {
  /** Clusters, or pairs that stand alone. */
  readonly independent: number;
}

/**
 * Every value of every tag, in the order of their names, with its exact one-sided test for a loss.
 * With groups or repeats that is a sign test of the clusters' net differences.
 */
export function testedSegments(arms: ArmPair, context: ReadingContext): readonly SegmentTest[] {
  const { baseline, candidate } = arms;
  const { collected, scratch } = context;
  const { records, repeats } = collected;
  const pairs = coveredUnits([baseline, candidate], candidate.present);
  const tags = [...records.tags].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return tags.flatMap(([tag, column]) => {
    // One room for all tags: a tag's segments are done with before the next one's are made.
    const groups = partition(pairs, column, repeats, scratch.takeUnits(pairs.length));
    return [...groups]
      .map(([code, units]) =>
        testSegment({ tag, value: column.texts.text(code), units }, arms, context),
      )
      .toSorted((one, other) => (one.value < other.value ? -1 : 1));
  });
}

function testSegment(
  {
    tag,
    value,
    units,
  }: { readonly tag: string; readonly value: string; readonly units: Uint32Array },
  arms: ArmPair,
  context: ReadingContext,
): SegmentTest {
  const reading = readingOf({ metric: "acceptance_rate", provider: undefined }, context);
  if (reading === undefined) throw new HarnessError("bug", "no metric acceptance_rate");
  const difference = shownFinding(reading.difference(arms.baseline, arms.candidate, units));
  const plain = countDiscordant(arms, units);
  const { baseline_only: lost, candidate_only: won } =
    countIndependent(arms, units, context.clustering) ?? plain;
  return {
    tag,
    value,
    pairs: units.length,
    ...plain,
    difference,
    p: proportionBelowP(won, lost + won, 0.5),
    independent: clustersOf(units, context.clustering).clusterCount,
  };
}
