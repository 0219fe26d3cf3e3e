import type { NotCoveredReason } from "../../core/attempt.ts";
import type { CostAgreement, CoverageReport, LogFacts } from "../../core/coverage.ts";
import { estimateText } from "../estimate-text.ts";
import { inert, table } from "../markdown-text.ts";
import { countText, notAvailable, rateText, usdText } from "../numbers.ts";
import type { RunReport } from "../run-report.ts";
import { cutList } from "./cut-list.ts";

/** What the request log could tell of each policy, and what it could not; absent: there is none. */
export function coverage({ comparison }: RunReport, rows: number): string | undefined {
  const found = comparison.coverage;
  if (found === undefined) return undefined;
  const parts = [
    RULE,
    policyTable(found, rows),
    uncoveredLines(found),
    servedLine(found.log),
    costLines(found.log.cost),
    readingLines(found.log, rows),
  ];
  const shown = parts.filter((part) => part !== undefined && part !== "");
  return `## What the log can tell\n\n${shown.join("\n\n")}`;
}

const RULE =
  "An attempt of a policy is known where the log's attempt of the same number went to the same " +
  "route. Anywhere else nothing is known, and nothing is filled in.";

const reasonWords: Readonly<Record<NotCoveredReason, string>> = {
  other_route: "served by another route",
  attempt_not_logged: "no such attempt in the log",
  redacted: "no prompt in the log",
  route_unknown: "route unknown to the registry",
};

function policyTable({ policies }: CoverageReport, rows: number): string {
  const reasons = Object.keys(reasonWords) as readonly NotCoveredReason[];
  const all = Object.entries(policies);
  const hasFresh = all.some(([, { fresh }]) => fresh !== undefined);
  const { shown, note } = cutList(all, rows, "policies");
  const header = [
    "policy",
    "covered",
    ...(hasFresh ? ["of them called now"] : []),
    ...reasons.map((reason) => reasonWords[reason]),
  ];
  const cells = shown.map(([name, one]) => {
    const missing = reasons.reduce((sum, reason) => sum + one.not_covered[reason], 0);
    const share = one.covered / Math.max(1, one.covered + missing);
    return [
      inert(name),
      `${countText(one.covered)} (${rateText(share)})`,
      ...(hasFresh ? [countText(one.fresh ?? 0)] : []),
      ...reasons.map((reason) => countText(one.not_covered[reason])),
    ];
  });
  return `${table(header, cells)}${note}`;
}

function uncoveredLines({ policies }: CoverageReport): string | undefined {
  const lines = Object.entries(policies).flatMap(([name, { first_uncovered: ids }]) =>
    ids.length === 0 ? [] : [`- ${inert(name)}: ${ids.map((id) => inert(id)).join(", ")}`],
  );
  if (lines.length === 0) return undefined;
  return `The first records without an outcome; uncovered.jsonl lists all, and \`run --provider live --only-uncovered\` calls the models for just those:\n\n${lines.join("\n")}`;
}

function servedLine({ served }: LogFacts): string {
  const facts = [
    `acceptance ${estimateText(served.acceptance_rate, "rate")}`,
    `cost per request ${estimateText(served.cost_per_request_usd, "usd")}`,
    `p95 to the answer ${estimateText(served.p95_complete_ms, "ms")}`,
  ];
  const unjudged =
    served.unjudged === 0
      ? ""
      : ` ${countText(served.unjudged)} answers are judged by no grader, and count as not accepted.`;
  return `As the log served ${countText(served.records)} of the records, whoever decided: ${facts.join("; ")}.${unjudged}`;
}

function costLines(cost: CostAgreement): string | undefined {
  const { both, differ, counts } = cost;
  const attempts = (count: number): string => `${countText(count)} attempts`;
  const unknown = [
    ...(cost.unknown_logged > 0 ? [`${attempts(cost.unknown_logged)} have no logged cost`] : []),
    ...(cost.unknown_recomputed > 0
      ? [`${attempts(cost.unknown_recomputed)} cannot be recomputed`]
      : []),
  ];
  const rest = unknown.length === 0 ? "" : ` ${capital(unknown.join(", "))}.`;
  const which =
    counts === "logged"
      ? "The log's own cost counts wherever it has one."
      : "The recomputed cost counts.";
  if (both === 0) {
    const known = cost.unknown_logged === 0 ? usdText(cost.logged_usd) : notAvailable("no pair");
    return `Cost as logged and usage times price cannot be compared: for no attempt both are known (logged ${known}). ${which}${rest}`;
  }
  const apart =
    differ === 0 ? "none more than 1% apart" : `${countText(differ)} more than 1% apart`;
  return (
    `Cost of ${attempts(both)} as logged ${usdText(cost.logged_of_both_usd)}, usage times price ` +
    `${usdText(cost.recomputed_of_both_usd)}: ${apart}. ${which}${rest}`
  );
}

function readingLines(log: LogFacts, rows: number): string | undefined {
  const lines = [
    ...count(log.folded, "attempts were joined to an earlier one of their request"),
    ...count(log.redacted, "requests have no prompt: they count, and cannot be called"),
    ...count(log.unseen_attempts, "attempts are told of without a row of their own"),
    ...count(log.cache_hits, "calls were answered by a cache: no latency of a model"),
    ...count(log.missing_answers, "requests have neither an answer nor an error"),
    ...named(log.unknown_routes, "names of routes that the registry does not know", rows),
    ...named(log.skipped, "rows that are no calls", rows),
    ...named(log.unmapped, "fields that were not read", rows),
  ];
  return lines.length === 0 ? undefined : `Of the whole log:\n\n${lines.join("\n")}`;
}

function count(value: number, what: string): readonly string[] {
  return value === 0 ? [] : [`- ${countText(value)} ${what}.`];
}

function named(
  counts: Readonly<Record<string, number>>,
  what: string,
  rows: number,
): readonly string[] {
  const all = Object.entries(counts).toSorted(([, a], [, b]) => b - a);
  if (all.length === 0) return [];
  const { shown } = cutList(all, rows, what);
  const list = shown.map(([name, times]) => `${inert(name)} (${countText(times)})`).join(", ");
  const rest =
    all.length > shown.length ? `, and ${countText(all.length - shown.length)} more` : "";
  return [`- ${capital(what)}: ${list}${rest}.`];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
