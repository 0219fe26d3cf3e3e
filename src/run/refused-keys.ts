import type { Outcome } from "../core/outcome.ts";
import type { RefusedKey } from "../core/refused-key.ts";
import type { Registry } from "../core/route.ts";

/**
 * The keys that providers refused, found again in the outcomes of any session: a policy whose route
 * was dead shows its fallbacks, not itself, however few records that were.
 */
export class RefusedKeys {
  readonly #routes: Registry["routes"];
  readonly #refused: Set<string> = new Set<string>();

  constructor({ routes }: Registry) {
    this.#routes = routes;
  }

  /** `classifierRoute`: where the outcome's policy asks what a record is about; absent: nowhere. */
  take({ attempts, trace }: Outcome, classifierRoute?: string): void {
    if (trace?.classification?.failure === "authentication" && classifierRoute !== undefined) {
      this.#refused.add(classifierRoute);
    }
    for (const { route, result } of attempts) {
      if (result.kind !== "failure" || result.failure.kind !== "authentication") continue;
      this.#refused.add(route);
    }
  }

  /** One entry a variable, in the order of their names; in each its routes in theirs. */
  all(): readonly RefusedKey[] {
    const byVariable = Map.groupBy(
      [...this.#refused].toSorted(),
      (route) => this.#routes.get(route)?.apiKeyEnv ?? null,
    );
    return [...byVariable]
      .map(([variable, routes]) => ({ variable, routes }))
      .toSorted((one, other) => ((one.variable ?? "") < (other.variable ?? "") ? -1 : 1));
  }
}
