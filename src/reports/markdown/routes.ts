import type { Metrics, RouteMetrics } from "../../core/metrics.ts";
import { type Arm, armsOf } from "../arms.ts";
import { amountText } from "../cost-text.ts";
import { estimateText } from "../estimate-text.ts";
import { inert, table } from "../markdown-text.ts";
import { countText } from "../numbers.ts";
import type { RunReport } from "../run-report.ts";
import { cutList } from "./cut-list.ts";

const NOTE =
  "Routes of one policy see different records, so their figures describe and do not compare.";

/** By the route that each policy decided on. */
export function decidedRoutes(report: RunReport, rows: number): string {
  const header = [...commonHeader, "attempts", "p95 of an attempt"];
  const parts = eachArm(report, rows, header, ({ metrics }) =>
    Object.entries(metrics.routes).map(([name, route]) => [
      ...commonCells(name, route),
      ...attemptCells(route),
    ]),
  );
  return `## Routes, by the policy's decision\n\n${NOTE}\n\n${parts}`;
}

/** By the route that gave the final answer. */
export function servedRoutes(report: RunReport, rows: number): string {
  const parts = eachArm(report, rows, commonHeader, ({ metrics }) =>
    Object.entries(metrics.served_routes).map(([name, route]) => commonCells(name, route)),
  );
  return `## Routes, by who gave the final answer\n\n${NOTE}\n\n${parts}`;
}

const commonHeader = [
  "route",
  "records",
  "acceptance rate",
  "p95 to the final answer",
  "cost per accepted outcome",
  "total cost",
] as const;

function commonCells(name: string, metrics: Metrics): readonly string[] {
  return [
    inert(name),
    countText(metrics.records),
    estimateText(metrics.acceptance_rate, "rate"),
    estimateText(metrics.latency.p95_ms, "ms"),
    estimateText(metrics.cost.per_accepted_usd, "usd"),
    amountText(metrics, metrics.cost.total_usd),
  ];
}

function attemptCells(route: RouteMetrics): readonly string[] {
  return [countText(route.attempts), estimateText(route.attempt_latency.p95_ms, "ms")];
}

function eachArm(
  report: RunReport,
  rows: number,
  header: readonly string[],
  rowsOf: (arm: Arm) => readonly (readonly string[])[],
): string {
  const arms = cutList(armsOf(report), rows, "policies");
  const parts = arms.shown.map((arm) => {
    const { shown, note } = cutList(rowsOf(arm), rows, "routes");
    return `### ${inert(arm.name)} (${arm.role})\n\n${table(header, shown)}${note}`;
  });
  return `${parts.join("\n\n")}${arms.note}`;
}
