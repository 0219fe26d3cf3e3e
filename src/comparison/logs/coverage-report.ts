import type { Estimate } from "../../core/estimate.ts";
import type { NotCoveredReason } from "../../core/attempt.ts";
import type { CoverageReport, LogFacts, PolicyCoverage } from "../../core/coverage.ts";
import type { ArmColumns } from "../arm-columns.ts";
import type { Clustering } from "../clustering.ts";
import type { Collected } from "../collected.ts";
import { coveredUnits } from "../covered-units.ts";
import { clusteredRateEstimate, meanEstimate, rateEstimate, unknownEstimate } from "../estimate.ts";
import { latencyMetrics } from "../latency-metrics.ts";
import { usdOf } from "../cost-metrics.ts";
import { rowsWhere } from "../numbers-of.ts";
import { codeOfReason, REASON_CODES } from "../reason-codes.ts";
import { sumOf, type SampleClusters } from "../sample.ts";
import { sortedObject } from "../sorted-object.ts";
import type { LoggedColumns } from "./logged-columns.ts";
import type { LogSetup } from "./log-setup.ts";
import { recordClusters } from "./record-clusters.ts";

/** What a log could tell of a run's policies; absent: the outcomes are not a log's. */
export function coverageReport(
  collected: Collected,
  clustering: Clustering | undefined,
  setup: LogSetup,
): CoverageReport | undefined {
  const { logged } = collected.records;
  if (logged === undefined) return undefined;
  return {
    log: logFacts(logged, collected, clustering, setup),
    policies: sortedObject(
      collected.arms.map((arm, index) => [
        arm.key,
        policyCoverage(arm, logged, collected, setup.firstUncovered[index] ?? []),
      ]),
    ),
  };
}

function policyCoverage(
  arm: ArmColumns,
  logged: LoggedColumns,
  { repeats }: Collected,
  firstUncovered: readonly string[],
): PolicyCoverage {
  const { present, notCovered, fresh, decided } = arm;
  const covered = coveredUnits([arm], present);
  const reasons = notCoveredCounts(arm);
  const pairs = new Map<string, Map<string, number>>();
  for (const unit of present) {
    const from = decided.at(unit);
    const to = logged.routes.at(Math.floor(unit / repeats));
    if (from === 0 || to === 0) continue;
    const { texts } = decided;
    const row = pairs.get(texts.text(from)) ?? new Map<string, number>();
    pairs.set(texts.text(from), row);
    row.set(texts.text(to), (row.get(texts.text(to)) ?? 0) + 1);
  }
  return {
    covered: covered.length,
    ...(fresh && { fresh: fresh.reduce((sum, flag) => sum + flag, 0) }),
    not_covered: reasons,
    by_route: sortedObject([...pairs].map(([from, row]) => [from, sortedObject(row)])),
    first_uncovered: notCovered === undefined ? [] : firstUncovered,
  };
}

/** How often a log holds no outcome of an arm, by the reason. */
export function notCoveredCounts({ notCovered }: ArmColumns): PolicyCoverage["not_covered"] {
  const counts = new Float64Array(REASON_CODES);
  for (const code of notCovered ?? []) counts[code]! += 1;
  const countOf = (because: NotCoveredReason): number => counts[codeOfReason(because)] ?? 0;
  return {
    other_route: countOf("other_route"),
    attempt_not_logged: countOf("attempt_not_logged"),
    redacted: countOf("redacted"),
    route_unknown: countOf("route_unknown"),
  };
}

function logFacts(
  logged: LoggedColumns,
  { records: { records }, repeats }: Collected,
  clustering: Clustering | undefined,
  { summary, unknownRoutes, costs, unjudged }: LogSetup,
): LogFacts {
  const { route_names: _names, cost: _cost, tokens: _tokens, ...facts } = summary;
  const served = rowsWhere(records, (row) => logged.isServed(row));
  const clustersOf = (rows: Uint32Array): SampleClusters =>
    recordClusters(rows, clustering, repeats);
  const clusters = clustersOf(served);
  // Read one after the other, in the same room.
  const room = new Float64Array(served.length);
  const acceptance = (): Estimate => {
    for (let index = 0; index < served.length; index += 1) {
      room[index] = Number(logged.isAccepted(served[index]!));
    }
    return clusters.clusterOf === undefined
      ? rateEstimate(sumOf(room), served.length)
      : clusteredRateEstimate(room, clusters);
  };
  const timed = rowsWhere(records, (row) => logged.isServed(row) && !logged.isCacheHit(row));
  const known = logged.latencies.knownAmong(timed);
  return {
    ...facts,
    unknown_routes: sortedObject(unknownRoutes),
    served: {
      records: served.length,
      unjudged,
      acceptance_rate: acceptance(),
      cost_per_request_usd: costOf(logged.costs.valuesOf(served, room), clusters),
      p95_complete_ms: latencyMetrics(
        logged.latencies.valuesOf(known, room),
        timed.length - known.length,
        clustersOf(known),
      ).p95_ms,
    },
    cost: costs,
  };
}

/** `costs` in nano-dollars; they are dollars afterwards. */
function costOf(costs: Float64Array, clusters: SampleClusters): Estimate {
  if (costs.length === 0) return unknownEstimate("no_data", { n: 0, method: "mean_t" });
  if (costs.some(Number.isNaN)) {
    return unknownEstimate("unknown_cost", { n: costs.length, method: "mean_t" });
  }
  for (let index = 0; index < costs.length; index += 1) costs[index] = usdOf(costs[index]!);
  return meanEstimate(costs, clusters);
}
