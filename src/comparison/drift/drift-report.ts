import type { DriftFeature, DriftReport, DriftSide } from "../../core/drift.ts";
import type { MixDifference } from "../../core/mix-difference.ts";
import { CodeColumn } from "../code-column.ts";
import type { Collected } from "../collected.ts";
import { mixDifferences, NO_VALUE } from "../mix/mix-differences.ts";
import { featuresOf, type MixFeature } from "../mix/mix-feature.ts";
import { postStratified, type GoldenOutcomes } from "./post-stratified.ts";
import type { TwoMixes } from "./two-mixes.ts";
import { driftWarnings } from "./drift-warnings.ts";

/** A difference that chance makes less often, and of which one record in twenty is a part. */
const SHIFT_BELOW_P = 0.01;
const SHIFT_FROM = 0.05;

/**
 * Whether a golden set is like a request log, and what the figures of the golden set would be in
 * the log's mix. Without outcomes there are no figures, and no routes to compare.
 */
export function driftReport(mixes: TwoMixes, outcomes: GoldenOutcomes | undefined): DriftReport {
  const { features, skipped } = featuresOf(mixes.columns, "second");
  const routes = outcomes === undefined ? [] : routeFeatures(mixes, outcomes.collected);
  const sets = {
    first: mixes.goldenRows,
    second: mixes.logRows,
    clustering: mixes.clustering(),
  };
  const found = mixDifferences([...features, ...routes], sets).map(asDrift);
  const [golden, log] = [sideOf(mixes.golden), sideOf(mixes.log)];
  const weighted =
    outcomes && features.map((feature) => postStratified(feature, sets.second, outcomes));
  return {
    golden,
    log,
    features: found,
    not_compared: [
      ...mixes.skipped(),
      ...skipped,
      ...(outcomes === undefined
        ? [
            {
              feature: "route",
              because: "which routes a policy decides on is known of a run alone",
            },
          ]
        : []),
    ],
    ...(weighted && { post_stratified: weighted }),
    warnings: driftWarnings(found, log),
  };
}

function sideOf({ name, sha256, records, rejected }: DriftSide): DriftSide {
  return { name, sha256, records, rejected };
}

function asDrift(difference: MixDifference): DriftFeature {
  const { total_variation: distance, p_holm: p, values } = difference;
  const missing = Object.entries(values)
    .filter(([value, [golden, log]]) => value !== NO_VALUE && golden === 0 && log > 0)
    .toSorted(([a, [, one]], [b, [, other]]) => other - one || (a < b ? -1 : 1));
  return {
    ...difference,
    shifted: p !== null && p < SHIFT_BELOW_P && distance !== null && distance >= SHIFT_FROM,
    missing_in_golden: missing.map(([value]) => value),
    log_share_missing: missing.reduce((sum, [, [, log]]) => sum + log, 0),
  };
}

/** Where each policy would send the golden records, against where the log sent its own. */
function routeFeatures(
  { columns, golden, loggedRoutes }: TwoMixes,
  { arms, repeats }: Collected,
): readonly MixFeature[] {
  return arms.map(({ key, decided }) => {
    const column = new CodeColumn(columns.records);
    for (let row = 0; row < columns.records; row += 1) {
      const isGolden = row < golden.records;
      // Of repeats the first stands for the record: one decision, not several.
      const source = isGolden ? decided : loggedRoutes;
      const code = source.at(isGolden ? row * repeats : row);
      if (code > 0) column.set(row, source.texts.text(code));
    }
    return { name: `route of ${key}`, from: "decided route against the log's first", column };
  });
}
