import { type Arm, armsOf } from "../arms.ts";
import { estimateText } from "../estimate-text.ts";
import { codeSpan, inert, table } from "../markdown-text.ts";
import { countText, notAvailable, usdDifferenceText, usdText } from "../numbers.ts";
import { toolCommand } from "../run-command.ts";
import type { RunReport } from "../run-report.ts";
import { cutList } from "./cut-list.ts";

const BECAUSE_CHARS = 200;
const NOTE =
  "What gateways say they did by themselves. Their fallbacks and retries count in the rates above; " +
  "the cost they report stands beside the one above and is no part of it.";

/** What gateways served, and whether the policy allows it; absent: no call went through one. */
export function gateways(report: RunReport, rows: number): string | undefined {
  const found = armsOf(report).filter(
    ({ metrics: { overall } }) =>
      overall.gateway !== undefined || overall.cost.reported_cost_usd !== undefined,
  );
  if (found.length === 0) return undefined;
  const { shown, note } = cutList(found, rows, "policies");
  const header = [
    "policy",
    "records through a gateway",
    "its own fallbacks",
    "its own retries",
    "policy violations",
    "answers of which nobody knows what served",
    "reported cost",
    "own cost of the same calls",
  ];
  const parts = [
    `${table(header, shown.map(gatewayRow))}${note}`,
    ...shown.flatMap((arm) => servedModels(arm, rows)),
    ...shown.flatMap((arm) => violations(report, arm, rows)),
  ];
  return `## Gateways\n\n${NOTE}\n\n${parts.join("\n\n")}`;
}

function gatewayRow({ name, metrics: { overall } }: Arm): readonly string[] {
  const { gateway, cost } = overall;
  const reported = cost.reported_cost_usd;
  const own = cost.own_cost_of_reported_usd ?? null;
  return [
    inert(name),
    countText(gateway?.records ?? 0),
    gateway === undefined ? "–" : estimateText(gateway.fallback_rate, "rate"),
    gateway === undefined ? "–" : estimateText(gateway.retry_rate, "rate"),
    estimateText(overall.policy_violation_rate, "rate"),
    countText(gateway?.untold ?? 0),
    reported === undefined
      ? notAvailable("none reported")
      : `${usdText(reported)} (${countText(cost.reported_attempts ?? 0)} attempts)`,
    reported === undefined || own === null
      ? notAvailable(reported === undefined ? "none reported" : "no known cost")
      : `${usdText(own)} (reported ${usdDifferenceText(reported - own)})`,
  ];
}

function servedModels({ name, metrics: { overall } }: Arm, rows: number): readonly string[] {
  const models = Object.entries(overall.served_models).toSorted(
    ([a, left], [b, right]) => right - left || (a < b ? -1 : 1),
  );
  if (models.length === 0) return [];
  const { shown, note } = cutList(models, rows, "models");
  const cells = shown.map(([model, count]) => [inert(model), countText(count)]);
  const header = [`model that served ${inert(name)}`, "answers"];
  return [`${table(header, cells)}${note}`];
}

function violations(
  { folder }: RunReport,
  { name, metrics }: Arm,
  rows: number,
): readonly string[] {
  const first = metrics.first_violations ?? [];
  if (first.length === 0) return [];
  const { shown } = cutList(first, rows, "violations");
  const lines = shown.map(
    ({ record, because }) =>
      `- ${inert(because, BECAUSE_CHARS)}: ${codeSpan(toolCommand("show", folder, record))}`,
  );
  return [`First violations of ${inert(name)}:\n\n${lines.join("\n")}`];
}
