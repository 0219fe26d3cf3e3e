import type { ReferenceMetrics } from "../../core/metrics.ts";
import { type Arm, armsOf } from "../arms.ts";
import { count, derived, estimate, plain } from "../number-spans.ts";
import { countText } from "../numbers.ts";
import { comparisonPlace, entriesOf, type Place } from "../place.ts";
import type { RunReport } from "../run-report.ts";
import { own, type Word, words } from "../words.ts";
import { type Block, firstRows, type Part, table } from "./part.ts";

/** What other ways to route the same records would have come to, where that is known. */
export function references(report: RunReport, rows: number): Part | undefined {
  const blocks = [...referenceTable(report, rows), ...routingTable(report, rows)];
  if (blocks.length === 0) return undefined;
  return { id: "references", title: "References", blocks };
}

type Reference = readonly [Word, Place<ReferenceMetrics>];

function referenceTable(report: RunReport, rows: number): readonly Block[] {
  const places = comparisonPlace(report).at("references");
  const [oracle, single] = [places.find("oracle"), places.find("single_routes")];
  const random = places.find("random_mix");
  const found: readonly Reference[] = [
    ...(oracle === undefined ? [] : [[own("oracle (cheapest accepted route)"), oracle] as const]),
    ...named("only", single),
    ...named("random at the mix of", random),
  ];
  if (found.length === 0) return [];
  const { shown, leftOut } = firstRows(found, rows, "references");
  const header = [
    "reference",
    "accepted",
    "acceptance rate",
    "cost per accepted outcome",
    "total cost",
  ];
  const cells = shown.map(([title, metrics]) => [
    title,
    accepted(metrics),
    estimate(metrics.at("acceptance_rate"), "rate"),
    estimate(metrics.at("cost").at("per_accepted_usd"), "usd"),
    referenceTotal(metrics),
  ]);
  const caption = "What other ways to route the same records would have come to";
  return [table(caption, header.map(own), cells, leftOut)];
}

function named(
  prefix: string,
  found: Place<Readonly<Record<string, ReferenceMetrics>>> | undefined,
): readonly Reference[] {
  if (found === undefined) return [];
  return entriesOf(found).map(
    ([name, metrics]) => [words`${own(prefix)} ${name}`, metrics] as const,
  );
}

/** An expected count need not be whole. */
function accepted(metrics: Place<ReferenceMetrics>): Word {
  const place = metrics.at("accepted");
  return { ...count(place), text: countText(Math.round(place.value * 10) / 10) };
}

function referenceTotal(metrics: Place<ReferenceMetrics>): Word {
  const cost = metrics.at("cost");
  const { unknown_attempts: unknown, total_usd: usd } = cost.value;
  if (unknown > 0 && usd === 0) return derived(null, "usd", "no known cost");
  const known = plain(cost.at("total_usd"), "usd");
  return unknown > 0 ? words`at least ${known}` : known;
}

function routingTable(report: RunReport, rows: number): readonly Block[] {
  const arms = armsOf(report).filter(({ metrics }) => metrics.overall.route_accuracy !== undefined);
  if (arms.length === 0) return [];
  const { shown, leftOut } = firstRows(arms, rows, "policies");
  const header = ["policy", "route accuracy", "over-routed", "under-routed", "regret"];
  const caption = "How often each policy takes the cheapest route that is accepted";
  return [table(caption, header.map(own), shown.map(routingRow), leftOut)];
}

function routingRow({ name, place }: Arm): readonly Word[] {
  const overall = place.at("overall");
  const keys = ["route_accuracy", "over_routed_rate", "under_routed_rate"] as const;
  const regret = overall.find("regret_usd");
  return [
    name,
    ...keys.map((key) => {
      const rate = overall.find(key);
      return rate === undefined
        ? derived(null, "rate", "not every outcome is known")
        : estimate(rate, "rate");
    }),
    regret === undefined ? derived(null, "usd", "not every cost is known") : plain(regret, "usd"),
  ];
}
