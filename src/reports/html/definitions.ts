/** What a number of the report means, for whoever must defend it. */
export interface Definition {
  /** As it is called where people read it. */
  readonly name: string;
  readonly formula: string;
  readonly unit: string;
  /** What it is a share or a sum of, and what is left out. */
  readonly among: string;
  /** How its interval is made. */
  readonly interval: string;
}

const COVERED = "Outcomes that are covered: one a record and repeat, errors included.";
const SHARE = "share, 0 to 100 %";
const WILSON =
  "Wilson, two-sided; with groups or repeats at the effective number of records (Korn and Graubard).";
const QUANTILE =
  "Order statistics (exact binomial); with groups at the effective number of records.";
const LOG_DELTA = "Delta method on the logarithm with Student's t.";

function share(name: string, counted: string, among = COVERED): Definition {
  return { name, formula: `${counted}, over all of them`, unit: SHARE, among, interval: WILSON };
}

function quantile(percent: number, of: string): Definition {
  return {
    name: `p${percent} to ${of}`,
    formula: `the smallest latency that at least ${percent} % of the outcomes do not exceed (nearest rank)`,
    unit: "milliseconds",
    among: `${COVERED} Those that a timeout cut count as longer than it; unknown ones are left out and counted.`,
    interval: QUANTILE,
  };
}

const judged = "Outcomes of records for which every route's outcome and cost are known.";

/** By metric, as gates and files name them; graders, which have names of their own, are `grader`. */
export const definitions: Readonly<Record<string, Definition>> = {
  acceptance_rate: share("acceptance rate", "outcomes that pass every check asked of them"),
  accuracy: {
    name: "accuracy",
    formula: "mean of the scores",
    unit: "score, 0 to 1",
    among: "Outcomes with a score; an error scores 0 where a grader is asked for.",
    interval: "Student's t; with groups a cluster-robust error.",
  },
  grader: {
    name: "a grader by its name",
    formula: "mean value of that grader",
    unit: "score, 0 to 1",
    among: "Outcomes that it graded.",
    interval: "Student's t; with groups a cluster-robust error.",
  },
  schema_valid_rate: share(
    "schema valid rate",
    "answers that fit the schema asked for",
    "Outcomes of records that ask for a schema, with an answer or without.",
  ),
  schema_error_rate: share(
    "schema error rate",
    "answers that do not fit the schema asked for",
    "Outcomes of records that ask for a schema, with an answer or without.",
  ),
  cost_per_accepted_usd: {
    name: "cost per accepted outcome",
    formula: "cost of all attempts, failed and rejected work included, over accepted outcomes",
    unit: "US dollars",
    among: `${COVERED} Attempts of unknown cost are counted beside it and are in no sum.`,
    interval: LOG_DELTA,
  },
  cost_per_request_usd: {
    name: "cost per request",
    formula: "cost of all attempts over outcomes",
    unit: "US dollars",
    among: `${COVERED} Attempts of unknown cost are counted beside it and are in no sum.`,
    interval:
      "Student's t, with groups cluster-robust; as a gate the delta method on the logarithm.",
  },
  cost_per_workflow_usd: {
    name: "cost per workflow",
    formula: "cost of all attempts over workflows",
    unit: "US dollars",
    among: "Workflows: requests that make one outcome together.",
    interval: `${LOG_DELTA} Shown without one; a gate has it.`,
  },
  p50_complete_ms: quantile(50, "the final answer"),
  p95_complete_ms: quantile(95, "the final answer"),
  p99_complete_ms: quantile(99, "the final answer"),
  p95_first_token_ms: quantile(95, "the first token"),
  retry_rate: share("retry rate", "outcomes with a second call of the same route"),
  fallback_rate: share("fallback rate", "outcomes that went on to another route after a failure"),
  unreviewed_fallback_rate: share(
    "unreviewed fallback rate",
    "outcomes with a fallback that nobody approved, though the policy asks for it",
  ),
  policy_violation_rate: share(
    "policy violation rate",
    "outcomes for which a gateway served what the policy does not allow",
  ),
  escalation_rate: share("escalation rate", "outcomes that a cascade sent on to a larger route"),
  review_rate: share("review rate", "outcomes that the policy sends to a person"),
  degraded_rate: share("degraded rate", "outcomes of a reduced scope or a static answer"),
  downgraded_rate: share("downgraded rate", "outcomes that a ceiling took to a cheaper route"),
  capped_rate: share(
    "capped rate",
    "outcomes that a ceiling kept from the route they would have had, or ended",
  ),
  evidence_complete_rate: share(
    "evidence complete rate",
    "outcomes with every piece of evidence that the policy requires",
  ),
  error_rate: share("error rate", "outcomes that ended in an error"),
  coverage: {
    name: "coverage",
    formula: "records that have an outcome, over all that were replayed",
    unit: SHARE,
    among: "All records of the run, those without anything to replay included.",
    interval: "None: it is counted.",
  },
  route_accuracy: share(
    "route accuracy",
    "outcomes decided for the cheapest route that is accepted",
    judged,
  ),
  over_routed_rate: share(
    "over-routed rate",
    "outcomes decided for a dearer route than one that is accepted",
    judged,
  ),
  under_routed_rate: share(
    "under-routed rate",
    "outcomes decided for a route that is not accepted, where another is",
    judged,
  ),
  provider_share: share("share of a provider", "outcomes whose final answer is that provider's"),
  acceptance_rate_difference: {
    name: "difference of acceptance rates",
    formula: "candidate's rate less the baseline's",
    unit: "percentage points",
    among: "Pairs: records that both policies have an outcome for.",
    interval:
      "Tango's score interval for paired shares; with groups or repeats cluster-robust Student's t.",
  },
  cost_per_accepted_ratio: {
    name: "ratio of costs per accepted outcome",
    formula: "candidate's cost per accepted outcome over the baseline's",
    unit: "times",
    among: "Pairs: records that both policies have an outcome for.",
    interval: "Paired delta method on the logarithm with Student's t.",
  },
  p95_complete_ratio: {
    name: "ratio of p95 latencies",
    formula: "candidate's p95 to the final answer over the baseline's",
    unit: "times",
    among: "Pairs: records that both policies have an outcome for.",
    interval: "Paired bootstrap of records or groups, 2,000 replicates.",
  },
};
