import type { WrittenFailover } from "../../comparison/routes-setup.ts";
import type { DrillReport } from "../../core/drill-report.ts";
import type { Registry } from "../../core/route.ts";
import type { ExpectedAttempt, Promised } from "../../policies/promises/promised.ts";
import { promisesOf } from "../../policies/promises/promises.ts";
import type { LoadedPolicy } from "../../policies/read-policy.ts";
import { drillPolicy } from "./drill.ts";
import { resolvePrices } from "../pricing/resolve-prices.ts";

/** What a drill found out about a fallback from one route to another. */
export type DrilledFailover = (from: string, to: string) => WrittenFailover["drilled"];

/** Every run of a policy drills it alike, whatever the run's own seed. */
const SEED = 1;

/**
 * Drills a policy's fallbacks in this process, which takes milliseconds and calls nobody. What is
 * not drilled, or is drilled from one of several routes without a telling which, is not proven.
 */
export async function drilledFailovers(
  loaded: LoadedPolicy,
  registry: Registry,
  asOfMs: number,
): Promise<DrilledFailover> {
  const priced = await resolvePrices(registry, undefined, asOfMs);
  const { promises } = promisesOf(loaded.template, priced.registry, loaded.qualityTable);
  const report = await drillPolicy(loaded, registry, { seed: SEED, asOfMs });
  const found = new Map<string, WrittenFailover["drilled"]>();
  for (const promised of promises) {
    if (promised.kind !== "fallback") continue;
    const status = statusOf(promised, report);
    for (const pair of pairsOf(promised)) {
      const before = found.get(pair);
      if (before !== "fail")
        found.set(pair, status === "not_drilled" ? (before ?? status) : status);
    }
  }
  return (from, to) => found.get(pairText(from, to)) ?? "not_drilled";
}

function statusOf({ id }: Promised, { rows }: DrillReport): WrittenFailover["drilled"] {
  return rows.find((row) => row.id === id)?.status ?? "not_drilled";
}

/** The changes of route that the drills of a promise expect to see. */
function pairsOf({ drills }: Promised): readonly string[] {
  return drills.flatMap(({ expected }) => {
    let from: readonly string[] = [];
    return expected.attempts.flatMap(({ kind, route }: ExpectedAttempt) => {
      const to = route === "same" ? from : route;
      const [only, ...others] = from;
      const [next, ...alternatives] = to;
      from = to;
      const isCertain = others.length === 0 && alternatives.length === 0;
      if (kind !== "fallback" || only === undefined || next === undefined || !isCertain) return [];
      return [pairText(only, next)];
    });
  });
}

function pairText(from: string, to: string): string {
  return JSON.stringify([from, to]);
}
