import { armsOf } from "./arms.ts";
import { errorsOf, infrastructureShare } from "./error-origin.ts";
import { count, derived, plain } from "./number-spans.ts";
import { runWarnings } from "./parts/health.ts";
import { comparisonPlace, manifestPlace } from "./place.ts";
import type { RunReport } from "./run-report.ts";
import { ownProblems, runResult } from "./run-result.ts";
import { code, data, listed, own, type Words, words } from "./words.ts";

/** One thing that must be in order before a report is believed. */
export interface HealthCheck {
  readonly title: string;
  readonly state: "clear" | "look" | "broken";
  readonly found: Words;
  /** What to do about it; absent: nothing. */
  readonly hint?: Words | undefined;
}

/** Below this a verdict is inconclusive whatever the gates say. */
const LEAST_COVERAGE = 0.99;
/** Above this share of unpaired records two policies are not comparable. */
const MOST_UNPAIRED = 0.01;

/** Everything that is looked at, in the order in which it would spoil the rest. */
export function healthChecks(report: RunReport): readonly HealthCheck[] {
  return [
    runState(report),
    replayed(report),
    paired(report),
    coverage(report),
    ourErrors(report),
    providerErrors(report),
    unknownCosts(report),
    ...unknownCalls(report),
    rowsUnread(report),
    source(report),
    ...likeTheLog(report),
    warnings(report),
  ];
}

function runState(report: RunReport): HealthCheck {
  const { withheld } = runResult(report);
  return {
    title: "the run",
    state: withheld === undefined ? "clear" : "broken",
    found: withheld === undefined ? words`complete` : words`${data(withheld, 200)}`,
    hint:
      withheld === undefined ? undefined : words`${code("routeproof run --resume RUN")} goes on`,
  };
}

function replayed(report: RunReport): HealthCheck {
  const { comparison } = report;
  const early = comparisonPlace(report).find("stopped_early");
  const planned = (early?.value.at_records ?? comparison.dataset.records) * comparison.repeats;
  const arms = armsOf(report);
  const isWhole = arms.every(
    ({ metrics: { overall } }) => overall.records + overall.not_covered >= planned,
  );
  const counts = listed(
    arms.slice(0, 4).map(({ place }) => count(place.at("overall").at("records"))),
  );
  return {
    title: "records replayed",
    state: isWhole ? "clear" : "look",
    found: words`${counts} of ${derived(planned, "count")} planned`,
    hint: isWhole ? undefined : words`the rest has no outcome: the figures are of fewer records`,
  };
}

function paired(report: RunReport): HealthCheck {
  const [baseline, ...candidates] = armsOf(report);
  const isOver = candidates.some(({ metrics, comparison }) => {
    const records = Math.max(baseline.metrics.overall.records, metrics.overall.records);
    return records - (comparison?.pairs ?? 0) > MOST_UNPAIRED * records;
  });
  const pairs = candidates
    .slice(0, 4)
    .map(({ pair }) => (pair === undefined ? own("none") : count(pair.at("pairs"))));
  return {
    title: "pairs compared",
    state: isOver ? "broken" : "clear",
    found: pairs.length === 0 ? words`none` : listed(pairs),
    hint: isOver
      ? words`more than 1% of the records are unpaired: the policies cannot be compared`
      : undefined,
  };
}

function coverage(report: RunReport): HealthCheck {
  const arms = armsOf(report);
  const isLow = arms.some(({ metrics }) => metrics.overall.coverage < LEAST_COVERAGE);
  const shares = arms
    .slice(0, 4)
    .map(({ place }) => plain(place.at("overall").at("coverage"), "rate"));
  return {
    title: "coverage",
    state: isLow ? "broken" : "clear",
    found: listed(shares),
    hint: isLow ? words`below 99% no verdict is given: record the missing outcomes` : undefined,
  };
}

function ourErrors(report: RunReport): HealthCheck {
  const arms = armsOf(report);
  const limit = report.manifest.options.max_error_rate;
  const isOver = arms.some(({ metrics }) => infrastructureShare(metrics.overall) > limit);
  const isAny = arms.some(({ metrics }) => errorsOf(metrics.overall, "ours") > 0);
  const problem = ownProblems(report);
  return {
    title: "our own errors",
    state: isOver || problem !== undefined ? "broken" : isAny ? "look" : "clear",
    found: errorCounts(report, "ours"),
    hint:
      problem !== undefined
        ? words`${data(problem, 200)}`
        : isAny
          ? words`network, keys, recordings or harness: they count as not accepted`
          : undefined,
  };
}

function providerErrors(report: RunReport): HealthCheck {
  const isAny = armsOf(report).some(({ metrics }) => errorsOf(metrics.overall, "provider") > 0);
  return {
    title: "the provider's errors",
    state: isAny ? "look" : "clear",
    found: errorCounts(report, "provider"),
    hint: isAny
      ? words`limits, overload and timeouts count as not accepted: they may be of that hour`
      : undefined,
  };
}

function errorCounts(report: RunReport, origin: "ours" | "provider"): Words {
  const counts = armsOf(report)
    .slice(0, 4)
    .map(({ metrics }) => derived(errorsOf(metrics.overall, origin), "count"));
  return words`${listed(counts, " → ")} records`;
}

function unknownCosts(report: RunReport): HealthCheck {
  const arms = armsOf(report);
  const isAny = arms.some(({ metrics }) => metrics.overall.cost.unknown_attempts > 0);
  const counts = arms
    .slice(0, 4)
    .map(({ place }) => count(place.at("overall").at("cost").at("unknown_attempts")));
  return {
    title: "calls without a price",
    state: isAny ? "look" : "clear",
    found: listed(counts),
    hint: isAny
      ? words`totals are lower bounds: give prices with ${code("--prices FILE")}`
      : undefined,
  };
}

/** Calls that were sent and whose end nobody saw may have been billed. */
function unknownCalls(report: RunReport): readonly HealthCheck[] {
  const spend = manifestPlace(report).find("spend");
  if (spend === undefined) return [];
  const isAny = spend.value.unknown_calls > 0;
  const most = plain(spend.at("unknown_at_most_usd"), "usd");
  return [
    {
      title: "calls of unknown outcome",
      state: isAny ? "look" : "clear",
      found: words`${count(spend.at("unknown_calls"))}`,
      hint: isAny ? words`they may have been billed twice, at most ${most}` : undefined,
    },
  ];
}

function rowsUnread(report: RunReport): HealthCheck {
  const dataset = comparisonPlace(report).at("dataset");
  const isAny = dataset.value.rejected > 0;
  return {
    title: "rows not read",
    state: isAny ? "look" : "clear",
    found: words`${count(dataset.at("rejected"))}`,
    hint: isAny ? words`rejected.jsonl says which and why` : undefined,
  };
}

function source({ manifest }: RunReport): HealthCheck {
  const { provider, as_of: asOf } = manifest;
  const isSimulated = provider === "simulated";
  return {
    title: "answers from",
    state: isSimulated ? "look" : "clear",
    found: words`${own(provider)}, as of ${asOf.slice(0, 10)}`,
    hint: isSimulated
      ? words`nothing here was answered by a model: use it to test, not to promote`
      : undefined,
  };
}

function likeTheLog(report: RunReport): readonly HealthCheck[] {
  const drift = comparisonPlace(report).find("drift");
  if (drift === undefined) return [];
  const { length } = drift.value.warnings;
  return [
    {
      title: "like the log",
      state: length === 0 ? "clear" : "look",
      found: length === 0 ? words`yes` : words`differences: ${derived(length, "count")}`,
      hint: length === 0 ? undefined : words`see "Is this like the log?"`,
    },
  ];
}

function warnings(report: RunReport): HealthCheck {
  const all = runWarnings(report);
  return {
    title: "warnings",
    state: all.length === 0 ? "clear" : "look",
    found: words`${derived(all.length, "count")}`,
    hint: all.length === 0 ? undefined : words`they are listed below`,
  };
}
