import type { ProviderFailover } from "../../core/routes-in-use.ts";
import { armsOf, type Arm } from "../arms.ts";
import { inert, table } from "../markdown-text.ts";
import { countText, rateText } from "../numbers.ts";
import { drilledWords, FAILOVER_NOTE } from "../route-words.ts";
import type { RunReport } from "../run-report.ts";
import { cutList } from "./cut-list.ts";

/** Shares by provider and readiness to fail over; absent: the run's routes were not looked at. */
export function failover(report: RunReport, rows: number): string | undefined {
  const arms = armsOf(report).filter(({ metrics }) => metrics.failover !== undefined);
  if (arms.length === 0) return undefined;
  const header = [
    "policy",
    "provider",
    "share of records",
    "may go on to",
    "drilled",
    "fallbacks seen",
    "accepted",
  ];
  const { shown, note } = cutList(arms.flatMap(armRows), rows, "provider pairs");
  return `## Providers and failover\n\n${FAILOVER_NOTE}\n\n${table(header, shown)}${note}`;
}

function armRows({ name, metrics }: Arm): readonly (readonly string[])[] {
  const { overall, failover: pairs = [] } = metrics;
  const providers = new Set([...Object.keys(overall.providers), ...pairs.map(({ from }) => from)]);
  return [...providers].toSorted().flatMap((provider) => {
    const share = Object.hasOwn(overall.providers, provider) ? overall.providers[provider] : 0;
    const first = [inert(name), inert(provider), rateText(share ?? 0)];
    const behind = pairs.filter(({ from }) => from === provider);
    if (behind.length === 0) return [[...first, "nothing", "–", "–", "–"]];
    return behind.map((pair) => [...first, ...pairCells(pair)]);
  });
}

function pairCells({ from, to, drilled, seen, accepted }: ProviderFailover): readonly string[] {
  return [
    from === to ? `${inert(to)} (another route)` : inert(to),
    drilledWords[drilled],
    countText(seen),
    countText(accepted),
  ];
}
