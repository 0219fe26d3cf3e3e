import type { Outcome } from "../../core/outcome.ts";
import { NanoUsdSum } from "../../core/money.ts";
import type { Usage } from "../../core/usage.ts";
import type { Interner } from "../interner.ts";
import { ACCEPTED } from "../outcome-flags.ts";
import { FirstCalls } from "./first-calls.ts";
import { flowEndingOf } from "./flow-ending.ts";
import { placesOf, type OutcomePath } from "./outcome-path.ts";
import { PathTally } from "./path-tally.ts";

/**
 * What charts need of outcomes that are more than one call on the route that was decided on: of
 * the others the columns say everything.
 */
export class Detours {
  /** First calls of accepted outcomes. */
  readonly firstCalls: FirstCalls = new FirstCalls();
  /** Nano-dollars of calls with a reduced scope, which no cost column keeps apart. */
  readonly reducedScopes: NanoUsdSum = new NanoUsdSum();
  readonly #tally = new PathTally();

  /** `flags` are those of the outcome, `nanoUsd` the known costs of its attempts. */
  add(outcome: Outcome, flags: number, nanoUsd: number, routes: Interner): void {
    this.#tally.add(placesOf(outcome), flowEndingOf(flags), nanoUsd);
    const isAccepted = (flags & ACCEPTED) !== 0;
    for (const { kind, route, usage, costNanoUsd = 0 } of outcome.attempts) {
      if (kind === "reduced_scope") this.reducedScopes.add(costNanoUsd);
      else if (kind === "first" && isAccepted) {
        this.firstCalls.add(routes.code(route), tokensOf(usage), costNanoUsd);
      }
    }
  }

  get paths(): readonly OutcomePath[] {
    return this.#tally.paths;
  }
}

/** Undefined: not known. Most sources do not speak of caches at all: those count 0. */
function tokensOf(usage: Usage): number | undefined {
  const { inputUncachedTokens: input, outputTokens: output } = usage;
  if (input === undefined || output === undefined) return undefined;
  return input + (usage.inputCacheReadTokens ?? 0) + (usage.inputCacheWriteTokens ?? 0) + output;
}
