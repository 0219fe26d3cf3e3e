import type { ReferenceMetrics } from "../../core/metrics.ts";
import { type Arm, armsOf } from "../arms.ts";
import { estimateText } from "../estimate-text.ts";
import { inert, table } from "../markdown-text.ts";
import { countText, notAvailable, usdText } from "../numbers.ts";
import type { RunReport } from "../run-report.ts";
import { cutList } from "./cut-list.ts";

/** What other ways to route the same records would have come to, where that is known. */
export function references(report: RunReport, rows: number): string | undefined {
  const parts = [referenceTable(report, rows), routingTable(report, rows)];
  const shown = parts.filter((part) => part !== undefined);
  return shown.length === 0 ? undefined : `## References\n\n${shown.join("\n\n")}`;
}

function referenceTable({ comparison }: RunReport, rows: number): string | undefined {
  const { oracle, single_routes: single, random_mix: random } = comparison.references;
  const found: (readonly [string, ReferenceMetrics])[] = [
    ...(oracle === undefined ? [] : [["oracle (cheapest accepted route)", oracle] as const]),
    ...named("only", single),
    ...named("random at the mix of", random),
  ];
  if (found.length === 0) return undefined;
  const { shown, note } = cutList(found, rows, "references");
  const header = [
    "reference",
    "accepted",
    "acceptance rate",
    "cost per accepted outcome",
    "total cost",
  ];
  const cells = shown.map(([title, metrics]) => [
    title,
    countText(Math.round(metrics.accepted * 10) / 10),
    estimateText(metrics.acceptance_rate, "rate"),
    estimateText(metrics.cost.per_accepted_usd, "usd"),
    referenceTotal(metrics),
  ]);
  return `${table(header, cells)}${note}`;
}

function named(
  prefix: string,
  found: Readonly<Record<string, ReferenceMetrics>> | undefined,
): readonly (readonly [string, ReferenceMetrics])[] {
  return Object.entries(found ?? {}).map(
    ([name, metrics]) => [`${prefix} ${inert(name)}`, metrics] as const,
  );
}

function referenceTotal({ cost }: ReferenceMetrics): string {
  const unknown = cost.unknown_attempts;
  if (unknown > 0 && cost.total_usd === 0) return notAvailable("no known cost");
  return `${unknown > 0 ? "at least " : ""}${usdText(cost.total_usd)}`;
}

function routingTable(report: RunReport, rows: number): string | undefined {
  const arms = armsOf(report).filter(({ metrics }) => metrics.overall.route_accuracy !== undefined);
  if (arms.length === 0) return undefined;
  const { shown, note } = cutList(arms, rows, "policies");
  const header = ["policy", "route accuracy", "over-routed", "under-routed", "regret"];
  return `${table(header, shown.map(routingRow))}${note}`;
}

function routingRow({ name, metrics }: Arm): readonly string[] {
  const { overall } = metrics;
  const rates = [overall.route_accuracy, overall.over_routed_rate, overall.under_routed_rate];
  const regret = overall.regret_usd;
  return [
    inert(name),
    ...rates.map((rate) =>
      rate === undefined ? notAvailable("not every outcome is known") : estimateText(rate, "rate"),
    ),
    regret === undefined ? notAvailable("not every cost is known") : usdText(regret),
  ];
}
