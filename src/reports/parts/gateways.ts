import { type Arm, armsOf } from "../arms.ts";
import { count, derived, estimate, plain } from "../number-spans.ts";
import { usdDifferenceText } from "../numbers.ts";
import { entriesOf, type Place } from "../place.ts";
import { toolCommand } from "../run-command.ts";
import type { RunReport } from "../run-report.ts";
import { code, data, own, type Word, words } from "../words.ts";
import { type Block, firstRows, list, paragraph, type Part, table } from "./part.ts";

const BECAUSE_CHARS = 200;
const NOTE =
  "What gateways say they did by themselves. Their fallbacks and retries count in the rates above; " +
  "the cost they report stands beside the one above and is no part of it.";

const titles = [
  "policy",
  "records through a gateway",
  "its own fallbacks",
  "its own retries",
  "policy violations",
  "answers of which nobody knows what served",
  "reported cost",
  "own cost of the same calls",
] as const;

/** What gateways served, and whether the policy allows it; absent: no call went through one. */
export function gateways(report: RunReport, rows: number): Part | undefined {
  const found = armsOf(report).filter(
    ({ metrics: { overall } }) =>
      overall.gateway !== undefined || overall.cost.reported_cost_usd !== undefined,
  );
  if (found.length === 0) return undefined;
  const { shown, leftOut } = firstRows(found, rows, "policies");
  const caption = "What gateways did by themselves for each policy";
  return {
    id: "gateways",
    title: "Gateways",
    blocks: [
      paragraph(words`${own(NOTE)}`),
      table(caption, titles.map(own), shown.map(gatewayRow), leftOut),
      ...shown.flatMap((arm) => servedModels(arm, rows)),
      ...shown.flatMap((arm) => violations(report, arm, rows)),
    ],
  };
}

function gatewayRow({ name, place }: Arm): readonly Word[] {
  const overall = place.at("overall");
  const gateway = overall.find("gateway");
  return [
    name,
    gateway === undefined ? own("0") : count(gateway.at("records")),
    gateway === undefined ? own("–") : estimate(gateway.at("fallback_rate"), "rate"),
    gateway === undefined ? own("–") : estimate(gateway.at("retry_rate"), "rate"),
    estimate(overall.at("policy_violation_rate"), "rate"),
    gateway === undefined ? own("0") : count(gateway.at("untold")),
    ...reportedCosts(overall.at("cost")),
  ];
}

function reportedCosts(cost: Place<Arm["metrics"]["overall"]["cost"]>): readonly Word[] {
  const [reported, ours] = [cost.find("reported_cost_usd"), cost.find("own_cost_of_reported_usd")];
  if (reported === undefined) {
    const none = derived(null, "usd", "none reported");
    return [none, none];
  }
  const calls = cost.find("reported_attempts");
  const attempts = calls === undefined ? own("0") : count(calls);
  const known =
    ours === undefined
      ? derived(null, "usd", "no known cost")
      : words`${plain(ours, "usd")} (reported ${own(usdDifferenceText(reported.value - ours.value))})`;
  return [words`${plain(reported, "usd")} (${attempts} attempts)`, known];
}

function servedModels({ name, place }: Arm, rows: number): readonly Block[] {
  const models = entriesOf(place.at("overall").at("served_models")).toSorted(
    ([a, left], [b, right]) => right.value - left.value || (a < b ? -1 : 1),
  );
  if (models.length === 0) return [];
  const { shown, leftOut } = firstRows(models, rows, "models");
  const cells = shown.map(([model, times]) => [model, count(times)]);
  const header = [words`model that served ${name}`, own("answers")];
  return [table(words`Models that served ${name}`, header, cells, leftOut)];
}

function violations({ folder }: RunReport, { name, metrics }: Arm, rows: number): readonly Block[] {
  const first = metrics.first_violations ?? [];
  if (first.length === 0) return [];
  const { shown } = firstRows(first, rows, "violations");
  const lines = shown.map(
    ({ record, because }) =>
      words`${data(because, BECAUSE_CHARS)}: ${code(toolCommand("show", folder, record))}`,
  );
  return [paragraph(words`First violations of ${name}:`), list(lines)];
}
