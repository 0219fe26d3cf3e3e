import type { ClassificationMetrics } from "../core/metrics.ts";
import type { Estimate } from "../core/estimate.ts";
import { NanoUsdSum, usdFromNanoUsd } from "../core/money.ts";
import type { Strategy } from "../core/strategy.ts";
import type { ArmColumns } from "./arm-columns.ts";
import type { ClassificationColumns } from "./classification-columns.ts";
import type { Clustering } from "./clustering.ts";
import type { CodeColumn } from "./code-column.ts";
import type { Collected } from "./collected.ts";
import { clusteredRateEstimate, rateEstimate } from "./estimate.ts";
import { latencyMetrics } from "./latency-metrics.ts";
import { numbersOf } from "./numbers-of.ts";
import { clustersOf } from "./sample.ts";
import { sortedObject } from "./sorted-object.ts";

type Intent = Extract<Strategy, { readonly kind: "intent" }>;

/** How well a policy's classifier did, and what it took; absent: the policy has none. */
export function classificationOf(
  arm: ArmColumns,
  units: Uint32Array,
  collected: Collected,
  clustering: Clustering | undefined,
): ClassificationMetrics | undefined {
  const { strategy } = arm.policy;
  const { classification: said } = arm;
  if (strategy.kind !== "intent" || said === undefined) return undefined;
  const classified = said.classifiedAmong(units);
  const rate = (among: Uint32Array, holds: (unit: number) => boolean): Estimate =>
    shareOf(among, holds, clustering);
  return {
    by: strategy.classifier.by,
    records: classified.length,
    unsure_rate: rate(classified, (unit) => !said.isSure(unit)),
    without_route: withoutRoute(classified, said, strategy),
    failures: failuresOf(classified, said),
    ...goldenMetrics(classified, said, goldenOf(strategy, collected), rate),
    latency: latencyOf(classified, said, clustering),
    ...costOf(classified, said),
  };
}

/** Sure of an intent that the policy has no route for. */
function withoutRoute(units: Uint32Array, { labels }: ClassificationColumns, { routes }: Intent) {
  const routed = new Set(routes.map(({ intent }) => labels.texts.find(intent)));
  let count = 0;
  for (const unit of units) {
    const code = labels.at(unit);
    if (code !== 0 && !routed.has(code)) count += 1;
  }
  return count;
}

function failuresOf(
  units: Uint32Array,
  { failures }: ClassificationColumns,
): ClassificationMetrics["failures"] {
  const counts = failures.countsOf(units);
  const entries = [...counts.entries()].slice(1);
  return sortedObject(
    entries.flatMap(([code, count]) => (count > 0 ? [[failures.texts.text(code), count]] : [])),
  );
}

/** The right intent of each unit; absent: the policy names no tag that holds it. */
function goldenOf(
  { goldenTag }: Intent,
  { records, repeats }: Collected,
): ((unit: number) => string | undefined) | undefined {
  const column: CodeColumn | undefined =
    goldenTag === undefined ? undefined : records.tags.get(goldenTag);
  if (column === undefined) return undefined;
  return (unit) => {
    const code = column.at(Math.floor(unit / repeats));
    return code === 0 ? undefined : column.texts.text(code);
  };
}

/** Held against the right intents, where they are known: who is unsure is not right. */
function goldenMetrics(
  classified: Uint32Array,
  said: ClassificationColumns,
  goldenAt: ReturnType<typeof goldenOf>,
  rate: (among: Uint32Array, holds: (unit: number) => boolean) => Estimate,
): Pick<ClassificationMetrics, "accuracy" | "confusion" | "unsure"> {
  if (goldenAt === undefined) return {};
  const { labels } = said;
  const judged = classified.filter((unit) => goldenAt(unit) !== undefined);
  const confusion = new Map<string, Map<string, number>>();
  const unsure = new Map<string, number>();
  for (const unit of judged) {
    const golden = goldenAt(unit) ?? "";
    if (!said.isSure(unit)) {
      unsure.set(golden, (unsure.get(golden) ?? 0) + 1);
      continue;
    }
    const row = confusion.get(golden) ?? new Map<string, number>();
    const label = labels.texts.text(labels.at(unit));
    confusion.set(golden, row.set(label, (row.get(label) ?? 0) + 1));
  }
  return {
    accuracy: rate(
      judged,
      (unit) => said.isSure(unit) && labels.texts.text(labels.at(unit)) === goldenAt(unit),
    ),
    confusion: sortedObject([...confusion].map(([golden, row]) => [golden, sortedObject(row)])),
    unsure: sortedObject(unsure),
  };
}

function latencyOf(
  classified: Uint32Array,
  { latency }: ClassificationColumns,
  clustering: Clustering | undefined,
): ClassificationMetrics["latency"] {
  const known = latency.knownAmong(classified);
  const unknown = classified.length - known.length;
  return latencyMetrics(latency.valuesOf(known), unknown, clustersOf(known, clustering));
}

function costOf(
  classified: Uint32Array,
  { costs }: ClassificationColumns,
): Pick<ClassificationMetrics, "cost_usd" | "unknown_costs"> {
  const known = costs.knownAmong(classified);
  const sum = new NanoUsdSum();
  for (const unit of known) sum.add(costs.at(unit));
  return { cost_usd: usdFromNanoUsd(sum.total), unknown_costs: classified.length - known.length };
}

function shareOf(
  among: Uint32Array,
  holds: (unit: number) => boolean,
  clustering: Clustering | undefined,
): Estimate {
  const values = numbersOf(among, (unit) => (holds(unit) ? 1 : 0));
  if (clustering !== undefined) return clusteredRateEstimate(values, clustersOf(among, clustering));
  return rateEstimate(
    values.reduce((sum, value) => sum + value, 0),
    values.length,
  );
}
