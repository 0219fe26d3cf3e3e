import type { PolicyMetrics } from "../core/metrics.ts";
import type { ArmColumns } from "./arm-columns.ts";
import { armJoint } from "./charts/joint-regions.ts";
import { failureRows } from "./charts/failure-rows.ts";
import { latencyCurves } from "./charts/latency-curve.ts";
import { outcomeFlow } from "./charts/outcome-flow.ts";
import { classificationOf } from "./classification.ts";
import type { CodeColumn } from "./code-column.ts";
import type { Collected } from "./collected.ts";
import { confusionOf } from "./confusion.ts";
import { perRequest } from "./cost-metrics.ts";
import { coveredUnits } from "./covered-units.ts";
import type { MetricsContext } from "./metrics.ts";
import { createMetricsMemo } from "./metrics-memo.ts";
import { partition } from "./partition.ts";
import { routeMetrics } from "./route-metrics.ts";
import { sortedObject } from "./sorted-object.ts";
import { timelineOf } from "./timeline.ts";
import { workflowMetrics } from "./workflow-costs.ts";

/** All metrics of one arm: in all, by route, segment and owner. */
export function policyMetrics(
  arm: ArmColumns,
  collected: Collected,
  context: MetricsContext,
): PolicyMetrics {
  const { records, repeats } = collected;
  const units = arm.present;
  const memo = createMetricsMemo(arm, context);
  const overall = memo.keep(units);
  const routes = routeMetrics(arm, units, memo);
  const room = context.scratch.takeUnits(units.length);
  const byCode = (column: CodeColumn, unitsPerRow: number) =>
    sortedObject(
      [...partition(units, column, unitsPerRow, room)].map(([code, group]) => [
        column.texts.text(code),
        memo.pass(group),
      ]),
    );
  const confusion = confusionOf(arm, units, collected);
  const timeline = timelineOf(arm, collected);
  const classification = classificationOf(arm, units, collected, context.clustering);
  return {
    version: arm.policy.version,
    overall: {
      ...overall,
      cost: { ...overall.cost, per_request: perRequest(arm, coveredUnits([arm], units), context) },
    },
    routes,
    served_routes: byCode(arm.served, 1),
    segments: sortedObject(
      [...records.tags].map(([name, column]) => [name, byCode(column, repeats)]),
    ),
    owners: byCode(records.owners, repeats),
    workflows: workflowMetrics(arm, units, collected),
    flow: outcomeFlow(arm),
    ...(confusion === undefined ? {} : { confusion }),
    ...(timeline === undefined ? {} : { timeline }),
    ...(classification === undefined ? {} : { classification }),
    latency_curves: latencyCurves(arm, coveredUnits([arm], units), context.scratch),
    joint: armJoint(arm, coveredUnits([arm], units), context),
    failures: failureRows(arm, coveredUnits([arm], units)),
  };
}
