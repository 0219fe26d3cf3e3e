import type { Metrics, PolicyMetrics } from "../core/comparison.ts";
import type { ArmColumns } from "./arm-columns.ts";
import type { CodeColumn } from "./code-column.ts";
import type { Collected } from "./collector.ts";
import { confusionOf } from "./confusion.ts";
import type { MetricsContext } from "./metrics.ts";
import { createMetricsMemo, type MetricsMemo } from "./metrics-memo.ts";
import { partition } from "./partition.ts";
import { presentUnits } from "./present-units.ts";
import { routeMetrics } from "./route-metrics.ts";
import { sortedObject } from "./sorted-object.ts";
import { workflowMetrics } from "./workflow-costs.ts";

/** All metrics of one arm: in all, by route, segment and owner. */
export function policyMetrics(
  arm: ArmColumns,
  collected: Collected,
  context: MetricsContext,
): PolicyMetrics {
  const { records, repeats } = collected;
  const units = presentUnits(arm);
  const metricsFor = createMetricsMemo(arm, context);
  const byRecord = (column: CodeColumn) =>
    groupMetrics(units, column, (unit) => column.at(Math.floor(unit / repeats)), metricsFor);
  const confusion = confusionOf(arm, units, collected);
  return {
    version: arm.policy.version,
    overall: metricsFor(units),
    routes: routeMetrics(arm, units, metricsFor),
    served_routes: groupMetrics(units, arm.served, (unit) => arm.served.at(unit), metricsFor),
    segments: sortedObject([...records.tags].map(([name, column]) => [name, byRecord(column)])),
    owners: byRecord(records.owners),
    workflows: workflowMetrics(arm, units, collected),
    ...(confusion === undefined ? {} : { confusion }),
  };
}

function groupMetrics(
  units: Uint32Array,
  column: CodeColumn,
  codeOf: (unit: number) => number,
  metricsFor: MetricsMemo,
): Readonly<Record<string, Metrics>> {
  const groups = partition(units, codeOf, column.texts.size);
  return sortedObject(
    [...groups].map(([code, group]) => [column.texts.text(code), metricsFor(group)]),
  );
}
