import type { Estimate } from "../../core/estimate.ts";
import type { OffPolicyEstimates, OffPolicyReport, Support } from "../../core/off-policy.ts";
import { type Arm, armsOf } from "../arms.ts";
import { count, derived, estimate, interval, plain } from "../number-spans.ts";
import { rateText } from "../numbers.ts";
import type { Place } from "../place.ts";
import type { RunReport } from "../run-report.ts";
import { data, own, type Words, words } from "../words.ts";
import { type Block, firstRows, heading, list, paragraph, type Part, table } from "./part.ts";

const NO_GATE =
  "None of this is read by a gate: a log alone is no ground to promote on. The log's own retries " +
  "and fallbacks are taken for the candidate's.";
const REASON_CHARS = 240;

/**
 * What the log says of each candidate where it was not the one that decided; absent: the outcomes
 * are not a log's.
 */
export function offPolicy(report: RunReport, rows: number): Part | undefined {
  const found = armsOf(report).flatMap((arm) => {
    const of = arm.pair?.find("off_policy");
    return of === undefined ? [] : [{ arm, of }];
  });
  if (found.length === 0) return undefined;
  const { shown, leftOut } = firstRows(found, rows, "candidates");
  return {
    id: "off-policy",
    title: "Where the policies part from the log",
    blocks: [
      paragraph(words`${own(NO_GATE)}`),
      ...shown.flatMap(({ arm, of }) => candidateBlocks(arm, of)),
    ],
    leftOut,
  };
}

function candidateBlocks({ name }: Arm, of: Place<OffPolicyReport>): readonly Block[] {
  const agreement = of.at("agreement");
  const worst = of.at("worst_case");
  const share = agreement.find("share");
  const within = share === undefined ? undefined : words` (${plain(share, "rate")})`;
  return [
    heading(words`${name}`),
    paragraph(
      words`${name} decides as the log did on ${count(agreement.at("same_route"))} of ${count(agreement.at("records"))} records${within}.`,
    ),
    agreeingTable(name, of),
    paragraph(
      words`On all records the acceptance rate lies ${between(worst.at("baseline_acceptance_rate"))} for the baseline and ${between(worst.at("candidate_acceptance_rate"))} for the candidate, whatever the rest would have been; sampling error comes on top.`,
    ),
    ...weighed(name, of),
  ];
}

function agreeingTable(policy: string, of: Place<OffPolicyReport>): Block {
  const agreeing = of.at("conditional_on_agreement");
  const [baseline, candidate] = [agreeing.at("baseline"), agreeing.at("candidate")];
  const header = [
    words`on the ${count(agreeing.at("records"))} records that both policies share with the log`,
    own("baseline"),
    own("candidate"),
  ];
  const figures = [
    ["acceptance rate", "acceptance_rate", "rate"],
    ["cost per request", "cost_per_request_usd", "usd"],
    ["p95 to the answer", "p95_complete_ms", "ms"],
  ] as const;
  const rows = figures.map(([title, key, unit]) => [
    own(title),
    estimate(baseline.at(key), unit),
    estimate(candidate.at(key), unit),
  ]);
  return table(words`Where ${policy} and the baseline decide as the log did`, header, rows);
}

function between(of: Place<Estimate>): Words {
  const { value, lower, upper } = of.value;
  if (value !== null) return words`at ${interval(of, "rate")}`;
  if (lower === null || upper === null) return words`nowhere that is known`;
  return words`between ${own(rateText(lower))} and ${own(rateText(upper))}`;
}

function weighed(policy: string, of: Place<OffPolicyReport>): readonly Block[] {
  const { logging, refused } = of.value;
  if (logging === "unknown") {
    return [
      paragraph(
        words`The log holds no propensities: beyond where they agree nothing can be estimated.`,
      ),
    ];
  }
  const support = of.find("support");
  const seen = support === undefined ? [] : [paragraph(supportLine(support))];
  const estimates = of.find("estimates");
  if (refused.length > 0 || estimates === undefined) {
    const reasons = refused.map((reason) => words`${data(reason, REASON_CHARS)}`);
    return [...seen, paragraph(words`Nothing is estimated on all records:`), list(reasons)];
  }
  return [...seen, estimateTable(policy, estimates)];
}

function supportLine(support: Place<Support>): Words {
  const { effective_records: effective, mean_weight: mean } = support.value;
  const end = support.value.is_whole_distribution
    ? "."
    : "; the log does not hold every route's probability, so that a route it never takes cannot be told.";
  return words`${count(support.at("records"))} records have a propensity: an effective sample of ${derived(Math.round(effective), "count")} (${plain(support.at("effective_share"), "rate")}), the largest weight is ${plain(support.at("largest_weight_share"), "rate")} of all, the mean weight ${own(mean.toFixed(3))}${own(end)}`;
}

function estimateTable(policy: string, estimates: Place<OffPolicyEstimates>): Block {
  const [rate, cost] = [estimates.at("acceptance_rate"), estimates.at("cost_per_request_usd")];
  const p95 = estimates.at("p95_complete_ms").at("weighted_ecdf");
  const ways = ["snips", "doubly_robust", "ips"] as const;
  return table(
    words`${policy}: estimates on all records`,
    [own("estimated on all records"), own("SNIPS"), own("doubly robust"), own("IPS")],
    [
      [own("acceptance rate"), ...ways.map((way) => interval(rate.at(way), "rate"))],
      [own("cost per request"), ...ways.map((way) => interval(cost.at(way), "usd"))],
      [own("p95 to the answer (weighted)"), interval(p95, "ms"), own("–"), own("–")],
    ],
  );
}
