import { NanoUsdSum } from "../../core/money.ts";
import type { ArmColumns } from "../arm-columns.ts";
import { coveredUnits } from "../covered-units.ts";
import type { NumberColumn } from "../number-column.ts";
import { ACCEPTED, FELL_BACK, GATEWAY_FELL_BACK, PLAIN } from "../outcome-flags.ts";
import { FirstCalls, type RouteCalls } from "./first-calls.ts";

/**
 * What an arm's calls cost, in nano-dollars, taken apart: first calls of accepted outcomes and the
 * other four add up to the total exactly.
 */
export interface CostParts {
  readonly total: bigint;
  /** First calls of accepted outcomes. */
  readonly firstCalls: bigint;
  readonly retries: bigint;
  /** With calls of a reduced scope, the last resort behind them. */
  readonly fallbacks: bigint;
  readonly escalations: bigint;
  /** First calls of outcomes that were not accepted. */
  readonly rejectedWork: bigint;
  /** What `firstCalls` is made of, by route. */
  readonly byRoute: ReadonlyMap<string, RouteCalls>;
  /** First calls of accepted outcomes that did not say how many tokens they took. */
  readonly unknownTokens: number;
  /** Attempts whose cost is not known, of all. */
  readonly unknownCosts: number;
  readonly covered: number;
  readonly accepted: number;
}

/** Takes apart what the covered outcomes of an arm cost. */
export function costParts(arm: ArmColumns): CostParts {
  const { costs, flags, detours } = arm;
  const units = coveredUnits([arm], arm.present);
  const plain = new FirstCalls();
  let accepted = 0;
  for (let index = 0; index < units.length; index += 1) {
    const unit = units[index]!;
    const bits = flags[unit]!;
    if ((bits & ACCEPTED) === 0) continue;
    accepted += 1;
    if ((bits & PLAIN) !== 0 && isFirstCall(arm, unit)) addPlain(plain, arm, unit);
  }
  const byRoute = routesOf([plain, detours.firstCalls], arm);
  let firstCalls = 0n;
  for (const { nanoUsd } of byRoute.values()) firstCalls += nanoUsd;
  const total = sumOf(costs.total, units);
  const retries = sumOf(costs.retries, units);
  const fallbacks = sumOf(costs.fallbacks, units) + detours.reducedScopes.total;
  const escalations = sumOf(costs.escalations, units);
  return {
    total,
    firstCalls,
    retries,
    fallbacks,
    escalations,
    rejectedWork: total - firstCalls - retries - fallbacks - escalations,
    byRoute,
    unknownTokens: plain.unknownTokens + detours.firstCalls.unknownTokens,
    unknownCosts: costs.unknown.sumOf(units),
    covered: units.length,
    accepted,
  };
}

/** Not so an only call that was a fallback before any call: the cost columns count it as one. */
function isFirstCall({ costs, flags }: ArmColumns, unit: number): boolean {
  const { retries, fallbacks, escalations } = costs;
  if (retries.at(unit) + fallbacks.at(unit) + escalations.at(unit) > 0) return false;
  return (flags[unit]! & (FELL_BACK | GATEWAY_FELL_BACK)) !== FELL_BACK;
}

function addPlain(calls: FirstCalls, { costs, tokens, decided }: ArmColumns, unit: number): void {
  const isKnown = tokens.unknown.at(unit) === 0;
  const count =
    tokens.inputUncached.at(unit) +
    tokens.inputCacheRead.at(unit) +
    tokens.inputCacheWrite.at(unit) +
    tokens.output.at(unit);
  calls.add(decided.at(unit), isKnown ? count : undefined, costs.total.at(unit));
}

function routesOf(
  sources: readonly FirstCalls[],
  { routes }: ArmColumns,
): ReadonlyMap<string, RouteCalls> {
  const found = new Map<string, RouteCalls>();
  for (const { byRoute } of sources) {
    for (const [code, more] of byRoute) {
      const route = routes.text(code);
      const { calls, tokens, nanoUsd } = found.get(route) ?? noCalls;
      found.set(route, {
        calls: calls + more.calls,
        tokens: tokens + more.tokens,
        nanoUsd: nanoUsd + more.nanoUsd,
      });
    }
  }
  return found;
}

const noCalls: RouteCalls = { calls: 0, tokens: 0, nanoUsd: 0n };

function sumOf(column: NumberColumn, units: Uint32Array): bigint {
  if (column.isUniform) return 0n;
  const sum = new NanoUsdSum();
  for (let index = 0; index < units.length; index += 1) sum.add(column.at(units[index]!));
  return sum.total;
}
