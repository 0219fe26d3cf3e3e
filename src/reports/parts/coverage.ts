import type { NotCoveredReason } from "../../core/attempt.ts";
import type { CostAgreement, CoverageReport, LogFacts } from "../../core/coverage.ts";
import { count, derived, estimate, plain } from "../number-spans.ts";
import { comparisonPlace, entriesOf, type Place } from "../place.ts";
import type { RunReport } from "../run-report.ts";
import { code, listed, own, type Span, type Words, words } from "../words.ts";
import { type Block, firstRows, list, paragraph, type Part, table } from "./part.ts";

const RULE =
  "An attempt of a policy is known where the log's attempt of the same number went to the same " +
  "route. Anywhere else nothing is known, and nothing is filled in.";

/** What the request log could tell of each policy, and what it could not; absent: there is none. */
export function coverage(report: RunReport, rows: number): Part | undefined {
  const found = comparisonPlace(report).find("coverage");
  if (found === undefined) return undefined;
  const log = found.at("log");
  return {
    id: "coverage",
    title: "What the log can tell",
    blocks: [
      paragraph(words`${own(RULE)}`),
      policyTable(found, rows),
      ...uncoveredLines(found),
      paragraph(servedLine(log)),
      paragraph(costLine(log.at("cost"))),
      ...readingLines(log, rows),
    ],
  };
}

const reasonWords: Readonly<Record<NotCoveredReason, string>> = {
  other_route: "served by another route",
  attempt_not_logged: "no such attempt in the log",
  redacted: "no prompt in the log",
  route_unknown: "route unknown to the registry",
};

function policyTable(report: Place<CoverageReport>, rows: number): Block {
  const reasons = Object.keys(reasonWords) as readonly NotCoveredReason[];
  const all = entriesOf(report.at("policies"));
  const hasFresh = all.some(([, { value }]) => value.fresh !== undefined);
  const { shown, leftOut } = firstRows(all, rows, "policies");
  const header = [
    own("policy"),
    own("covered"),
    ...(hasFresh ? [own("of them called now")] : []),
    ...reasons.map((reason) => own(reasonWords[reason])),
  ];
  const cells = shown.map(([name, one]) => {
    const { covered, not_covered: not } = one.value;
    const missing = reasons.reduce((sum, reason) => sum + not[reason], 0);
    const share = derived(covered / Math.max(1, covered + missing), "rate");
    const fresh = one.find("fresh");
    return [
      name,
      words`${count(one.at("covered"))} (${share})`,
      ...(hasFresh ? [fresh === undefined ? own("0") : count(fresh)] : []),
      ...reasons.map((reason) => count(one.at("not_covered").at(reason))),
    ];
  });
  return table("What the log covers of each policy", header, cells, leftOut);
}

function uncoveredLines({ value: { policies } }: Place<CoverageReport>): readonly Block[] {
  const lines = Object.entries(policies).flatMap(([name, { first_uncovered: ids }]) =>
    ids.length === 0 ? [] : [words`${name}: ${listed(ids)}`],
  );
  if (lines.length === 0) return [];
  return [
    paragraph(
      words`The first records without an outcome; uncovered.jsonl lists all, and ${code("run --provider live --only-uncovered")} calls the models for just those:`,
    ),
    list(lines),
  ];
}

function servedLine(log: Place<LogFacts>): Words {
  const served = log.at("served");
  const unjudged =
    served.value.unjudged === 0
      ? undefined
      : words` ${count(served.at("unjudged"))} answers are judged by no grader, and count as not accepted.`;
  return words`As the log served ${count(served.at("records"))} of the records, whoever decided: acceptance ${estimate(served.at("acceptance_rate"), "rate")}; cost per request ${estimate(served.at("cost_per_request_usd"), "usd")}; p95 to the answer ${estimate(served.at("p95_complete_ms"), "ms")}.${unjudged}`;
}

function costLine(cost: Place<CostAgreement>): Words {
  const { both, differ, counts, unknown_logged: noLogged, unknown_recomputed: noOwn } = cost.value;
  const [logged, recomputed] = [
    count(cost.at("unknown_logged")),
    count(cost.at("unknown_recomputed")),
  ];
  const unknown = [
    ...(noLogged > 0 ? [words`${logged} attempts have no logged cost`] : []),
    ...(noOwn > 0 ? [words`${recomputed} attempts cannot be recomputed`] : []),
  ];
  const rest = unknown.length === 0 ? undefined : words` ${listed(unknown)}.`;
  const which: Span =
    counts === "logged"
      ? own("The log's own cost counts wherever it has one.")
      : own("The recomputed cost counts.");
  if (both === 0) {
    const known =
      noLogged === 0 ? plain(cost.at("logged_usd"), "usd") : derived(null, "usd", "no pair");
    return words`Cost as logged and usage times price cannot be compared: for no attempt both are known (logged ${known}). ${which}${rest}`;
  }
  const apart =
    differ === 0
      ? words`none more than 1% apart`
      : words`${count(cost.at("differ"))} more than 1% apart`;
  return words`Cost of ${count(cost.at("both"))} attempts as logged ${plain(cost.at("logged_of_both_usd"), "usd")}, usage times price ${plain(cost.at("recomputed_of_both_usd"), "usd")}: ${apart}. ${which}${rest}`;
}

function readingLines(log: Place<LogFacts>, rows: number): readonly Block[] {
  const counted = (key: CountKey, what: string): readonly Words[] =>
    log.value[key] === 0 ? [] : [words`${count(log.at(key))} ${own(what)}.`];
  const lines = [
    ...counted("folded", "attempts were joined to an earlier one of their request"),
    ...counted("redacted", "requests have no prompt: they count, and cannot be called"),
    ...counted("unseen_attempts", "attempts are told of without a row of their own"),
    ...counted("cache_hits", "calls were answered by a cache: no latency of a model"),
    ...counted("missing_answers", "requests have neither an answer nor an error"),
    ...named(log.at("unknown_routes"), "Names of routes that the registry does not know", rows),
    ...named(log.at("skipped"), "Rows that are no calls", rows),
    ...named(log.at("unmapped"), "Fields that were not read", rows),
  ];
  return lines.length === 0 ? [] : [paragraph(words`Of the whole log:`), list(lines)];
}

type CountKey = "folded" | "redacted" | "unseen_attempts" | "cache_hits" | "missing_answers";

function named(
  counts: Place<Readonly<Record<string, number>>>,
  what: string,
  rows: number,
): readonly Words[] {
  const all = entriesOf(counts).toSorted(([, a], [, b]) => b.value - a.value);
  if (all.length === 0) return [];
  const { shown } = firstRows(all, rows, what);
  const names = listed(shown.map(([name, times]) => words`${name} (${count(times)})`));
  const rest =
    all.length > shown.length
      ? words`, and ${derived(all.length - shown.length, "count")} more`
      : undefined;
  return [words`${own(what)}: ${names}${rest}.`];
}
