import { stringify } from "csv-stringify/sync";
import type { PolicyComparison } from "../core/comparison.ts";
import type { Metrics } from "../core/metrics.ts";
import { armsOf, type Arm } from "./arms.ts";
import { isCostUnknown } from "./cost-text.ts";
import { inertCell } from "./csv-text.ts";
import { plainDecimal } from "./numbers.ts";
import { projectionRows, type ProjectionRow } from "./projection.ts";
import type { RunReport } from "./run-report.ts";

type Cell = string | number | null;

const names = ["policy", "role", "dimension", "name", "value"] as const;

/** What one row speaks of: some records of a policy, and for its first row all that is known. */
interface Part {
  readonly metrics: Metrics;
  readonly comparison?: PolicyComparison | undefined;
  readonly projection?: ProjectionRow | undefined;
}

const columns: readonly (readonly [string, (part: Part) => Cell])[] = [
  ["records", ({ metrics }) => metrics.records],
  ["accepted", ({ metrics }) => metrics.accepted],
  ["cost_usd", ({ metrics }) => (isCostUnknown(metrics) ? null : metrics.cost.total_usd)],
  ["cost_per_accepted_usd", ({ metrics }) => metrics.cost.per_accepted_usd.value],
  ["ci_low", ({ metrics }) => metrics.cost.per_accepted_usd.lower],
  ["ci_high", ({ metrics }) => metrics.cost.per_accepted_usd.upper],
  ["n", ({ metrics }) => metrics.cost.per_accepted_usd.n],
  ["clusters", ({ metrics }) => metrics.cost.per_accepted_usd.clusters ?? null],
  ["method", ({ metrics }) => metrics.cost.per_accepted_usd.method],
  ["cost_per_request_usd", ({ metrics }) => metrics.cost.per_request_usd],
  ["vs_baseline_ratio", ({ comparison }) => comparison?.cost_per_accepted_ratio.value ?? null],
  ["vs_baseline_low", ({ comparison }) => comparison?.cost_per_accepted_ratio.lower ?? null],
  ["vs_baseline_high", ({ comparison }) => comparison?.cost_per_accepted_ratio.upper ?? null],
  ["monthly_requests", ({ projection }) => projection?.requests ?? null],
  ["monthly_cost_usd", ({ projection }) => projection?.cost_usd.value ?? null],
  ["monthly_low_usd", ({ projection }) => projection?.cost_usd.lower ?? null],
  ["monthly_high_usd", ({ projection }) => projection?.cost_usd.upper ?? null],
];

/**
 * `unit_economics.csv`: ratios with their intervals, apart from the sums of cost.csv because they
 * cannot be added. The policies as such come first, then each by route, segment and owner. The
 * columns of a month are empty where nobody stated a volume.
 */
export function renderUnitEconomics(report: RunReport): string {
  const arms = armsOf(report);
  const projected = projectionRows(report).filter(({ isMonthly }) => isMonthly);
  const row = (arm: Arm, labels: readonly string[], part: Part): readonly Cell[] => [
    ...[arm.name, arm.role, ...labels].map(inertCell),
    ...columns.map(([, read]) => read(part)),
  ];
  const wholes = arms.map((arm) =>
    row(arm, ["overall", "", ""], {
      metrics: arm.metrics.overall,
      comparison: arm.comparison,
      projection: projected.find(({ policy, role }) => policy === arm.name && role === arm.role),
    }),
  );
  const parts = arms.flatMap((arm) => {
    const { routes, served_routes: served, segments, owners } = arm.metrics;
    const split = (dimension: string, table: Readonly<Record<string, Metrics>>, tag?: string) =>
      Object.entries(table).map(([name, metrics]) =>
        row(arm, tag === undefined ? [dimension, name, ""] : [dimension, tag, name], { metrics }),
      );
    return [
      ...split("route", routes),
      ...split("served_route", served),
      ...Object.entries(segments).flatMap(([tag, values]) => split("segment", values, tag)),
      ...split("owner", owners),
    ];
  });
  const header = [...names, ...columns.map(([name]) => name)];
  return stringify([header, ...wholes, ...parts], { cast: { number: plainDecimal } });
}
