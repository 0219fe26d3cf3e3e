import type { Outcome } from "../core/outcome.ts";
import type { Policy } from "../core/policy.ts";

/** Fallbacks from one route to another. */
export interface FallbackCount {
  readonly from: string;
  readonly to: string;
  /** Calls. */
  readonly seen: number;
  /** Outcomes whose accepted answer came by it. */
  readonly accepted: number;
}

/** Counts the fallbacks of one arm by the routes that they went between. */
export class FallbackSamples {
  readonly #counts = new Map<string, FallbackCount>();

  /** To be called with every outcome that fell back. */
  add(outcome: Outcome, policy: Policy): void {
    const { attempts, ending, grade } = outcome;
    const isAccepted = ending.kind === "answered" && grade.accepted;
    const last = attempts.findLastIndex(({ kind }) => kind !== "retry");
    for (const [index, { kind, route }] of attempts.entries()) {
      if (kind !== "fallback") continue;
      const from = attempts[index - 1]?.route ?? refusedRoute(outcome, policy);
      if (from === undefined) continue;
      const key = JSON.stringify([from, route]);
      const { seen, accepted } = this.#counts.get(key) ?? { seen: 0, accepted: 0 };
      const helped = isAccepted && index === last ? 1 : 0;
      this.#counts.set(key, { from, to: route, seen: seen + 1, accepted: accepted + helped });
    }
  }

  get all(): readonly FallbackCount[] {
    return [...this.#counts.values()];
  }
}

/**
 * The route that the first call stands in for: a policy's only choice, or the one route that was
 * refused at that moment. Undefined: the outcome does not tell.
 */
function refusedRoute({ trace, attempts }: Outcome, { strategy }: Policy): string | undefined {
  if (strategy.kind === "pinned") return strategy.route;
  const refused = (trace?.refused ?? []).filter(({ route }) => route !== attempts[0]?.route);
  return refused.length === 1 ? refused[0]?.route : undefined;
}
