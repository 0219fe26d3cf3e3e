import type { Estimate } from "../../core/estimate.ts";
import { HarnessError } from "../../core/harness-error.ts";
import type { Agreement, AgreeingFigures, OffPolicyReport } from "../../core/off-policy.ts";
import { replayMatching, type ReplayMatching } from "../../stats/replay-matching.ts";
import type { ArmColumns } from "../arm-columns.ts";
import type { Collected } from "../collected.ts";
import { coveredUnits } from "../covered-units.ts";
import { toEstimate, unknownEstimate } from "../estimate.ts";
import { indicatorsOf } from "../flagged-units.ts";
import type { ReadingContext } from "../metric-reading.ts";
import { ACCEPTED } from "../outcome-flags.ts";
import type { ArmPair } from "../promotion-gates.ts";
import { readingOf } from "../reading-of.ts";
import type { Scratch } from "../scratch.ts";
import type { LoggedColumns } from "./logged-columns.ts";

/** How often a policy decides as the log did. */
export function agreementOf(
  { decided }: ArmColumns,
  logged: LoggedColumns,
  { records: { records }, repeats }: Collected,
): Agreement {
  let [same, redacted, unseen] = [0, 0, 0];
  for (let ordinal = 0; ordinal < records; ordinal += 1) {
    const route = logged.routes.at(ordinal);
    if (route !== 0 && route === decided.at(ordinal * repeats)) same += 1;
    if (logged.isRedacted(ordinal)) redacted += 1;
    if (logged.hasUnseen(ordinal)) unseen += 1;
  }
  const share = records === 0 ? null : same / records;
  return { records, same_route: same, share, redacted, unseen };
}

/** Figures of the records on which both arms have an outcome of the log. */
export function agreeingFigures(
  { baseline, candidate }: ArmPair,
  context: ReadingContext,
): OffPolicyReport["conditional_on_agreement"] {
  const units = coveredUnits([baseline, candidate], candidate.present);
  const figures = (arm: ArmColumns): AgreeingFigures => {
    const show = (metric: string): Estimate => {
      const reading = readingOf({ metric, provider: undefined }, context);
      if (reading === undefined) throw new HarnessError("bug", `no metric "${metric}"`);
      const { interval, from } = reading.absolute(arm, units);
      context.afterStep?.();
      return toEstimate(interval, from);
    };
    return {
      acceptance_rate: show("acceptance_rate"),
      cost_per_request_usd: show("cost_per_request_usd"),
      p95_complete_ms: show("p95_complete_ms"),
    };
  };
  return { records: units.length, baseline: figures(baseline), candidate: figures(candidate) };
}

/** Acceptance with every missing outcome the worst, and the best. */
export function worstCases(
  { baseline, candidate }: ArmPair,
  scratch: Scratch,
): OffPolicyReport["worst_case"] {
  const [before, after] = [matchingOf(baseline, scratch), matchingOf(candidate, scratch)];
  return {
    baseline_acceptance_rate: ends(before.records, before.worstCase, before.bestCase),
    candidate_acceptance_rate: ends(after.records, after.worstCase, after.bestCase),
    // Where both are missing each may be anything, whatever the other is.
    acceptance_rate_difference: ends(
      after.records,
      gap(after.worstCase, before.bestCase),
      gap(after.bestCase, before.worstCase),
    ),
  };
}

function matchingOf(arm: ArmColumns, scratch: Scratch): ReplayMatching {
  const { present } = arm;
  const covered = coveredUnits([arm], present);
  const rewards = indicatorsOf(covered, arm.flags, ACCEPTED, scratch.take(0, covered.length));
  return replayMatching(rewards, present.length, { least: 0, most: 1 });
}

function gap(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : one - other;
}

/** Two ends and nothing between them: where they meet, everything is known. */
function ends(n: number, lower: number | null, upper: number | null): Estimate {
  const from = { n, method: "manski" };
  if (lower === null || upper === null) return unknownEstimate("no_data", from);
  if (lower === upper) return toEstimate({ estimate: lower, lower, upper }, from);
  return toEstimate({ estimate: null, lower, upper, reason: "not_identified" }, from);
}
