import type { OffPolicyEstimates, OffPolicyReport, Support } from "../../core/off-policy.ts";
import { type Arm, armsOf } from "../arms.ts";
import { estimateText, intervalText } from "../estimate-text.ts";
import { inert, table } from "../markdown-text.ts";
import { countText, rateText } from "../numbers.ts";
import type { RunReport } from "../run-report.ts";
import { cutList } from "./cut-list.ts";

/**
 * What the log says of each candidate where it was not the one that decided; absent: the outcomes
 * are not a log's.
 */
export function offPolicy(report: RunReport, rows: number): string | undefined {
  const found = armsOf(report).flatMap((arm) => {
    const of = arm.comparison?.off_policy;
    return of === undefined ? [] : [{ arm, of }];
  });
  if (found.length === 0) return undefined;
  const { shown, note } = cutList(found, rows, "candidates");
  const parts = shown.map(({ arm, of }) => candidatePart(arm, of));
  return `## Where the policies part from the log\n\n${NO_GATE}\n\n${parts.join("\n\n")}${note}`;
}

const NO_GATE =
  "None of this is read by a gate: a log alone is no ground to promote on. The log's own retries " +
  "and fallbacks are taken for the candidate's.";

function candidatePart({ name }: Arm, of: OffPolicyReport): string {
  const { agreement, conditional_on_agreement: agreeing, worst_case: worst } = of;
  const { baseline, candidate } = agreeing;
  const share = agreement.share === null ? "" : ` (${rateText(agreement.share)})`;
  const lines = [
    `${inert(name)} decides as the log did on ${countText(agreement.same_route)} of ${countText(agreement.records)} records${share}.`,
    table(
      [
        `on the ${countText(agreeing.records)} records that both policies share with the log`,
        "baseline",
        "candidate",
      ],
      [
        [
          "acceptance rate",
          estimateText(baseline.acceptance_rate, "rate"),
          estimateText(candidate.acceptance_rate, "rate"),
        ],
        [
          "cost per request",
          estimateText(baseline.cost_per_request_usd, "usd"),
          estimateText(candidate.cost_per_request_usd, "usd"),
        ],
        [
          "p95 to the answer",
          estimateText(baseline.p95_complete_ms, "ms"),
          estimateText(candidate.p95_complete_ms, "ms"),
        ],
      ],
    ),
    `On all records the acceptance rate lies ${between(worst.baseline_acceptance_rate)} for the baseline and ${between(worst.candidate_acceptance_rate)} for the candidate, whatever the rest would have been; sampling error comes on top.`,
    weighed(of),
  ];
  return `### ${inert(name)}\n\n${lines.join("\n\n")}`;
}

function between({
  value,
  lower,
  upper,
}: OffPolicyReport["worst_case"]["acceptance_rate_difference"]): string {
  if (value !== null) return `at ${rateText(value)}`;
  if (lower === null || upper === null) return "nowhere that is known";
  return `between ${rateText(lower)} and ${rateText(upper)}`;
}

function weighed({ logging, support, estimates, refused }: OffPolicyReport): string {
  if (logging === "unknown") {
    return "The log holds no propensities: beyond where they agree nothing can be estimated.";
  }
  const seen = support === undefined ? [] : [supportLine(support)];
  if (refused.length > 0 || estimates === undefined) {
    const reasons = refused.map((reason) => `- ${inert(reason, REASON_CHARS)}`);
    return [...seen, `Nothing is estimated on all records:\n\n${reasons.join("\n")}`].join("\n\n");
  }
  return [...seen, estimateTable(estimates)].join("\n\n");
}

const REASON_CHARS = 240;

function supportLine(support: Support): string {
  return (
    `${countText(support.records)} records have a propensity: an effective sample of ` +
    `${countText(Math.round(support.effective_records))} (${rateText(support.effective_share)}), ` +
    `the largest weight is ${rateText(support.largest_weight_share)} of all, the mean weight ` +
    `${support.mean_weight.toFixed(3)}` +
    (support.is_whole_distribution
      ? "."
      : "; the log does not hold every route's probability, so that a route it never takes cannot be told.")
  );
}

function estimateTable(estimates: OffPolicyEstimates): string {
  const { acceptance_rate: rate, cost_per_request_usd: cost, p95_complete_ms: p95 } = estimates;
  return table(
    ["estimated on all records", "SNIPS", "doubly robust", "IPS"],
    [
      [
        "acceptance rate",
        ...[rate.snips, rate.doubly_robust, rate.ips].map((one) => intervalText(one, "rate")),
      ],
      [
        "cost per request",
        ...[cost.snips, cost.doubly_robust, cost.ips].map((one) => intervalText(one, "usd")),
      ],
      ["p95 to the answer (weighted)", intervalText(p95.weighted_ecdf, "ms"), "–", "–"],
    ],
  );
}
