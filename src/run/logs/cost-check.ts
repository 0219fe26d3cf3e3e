import type { CostAgreement } from "../../core/coverage.ts";
import type { LoggedAttempt } from "../../core/logged-request.ts";
import type { LoggedRouteOf } from "../../core/logged-route.ts";
import { usdFromNanoUsd } from "../../core/money.ts";
import type { Registry } from "../../core/route.ts";
import { recomputedNanoUsd, wasSeen, type LoggedCost } from "../../providers/log-provider.ts";

/** Costs this far apart are not the same price, rounded. */
const APART = 0.01;

/** Holds what a log says that its attempts cost against usage times price. */
export class CostCheck {
  readonly #registry: Pick<Registry, "routes">;
  readonly #routeOf: LoggedRouteOf;
  readonly #counts: LoggedCost;
  #logged = 0;
  #recomputed = 0;
  #both = 0;
  #loggedOfBoth = 0;
  #recomputedOfBoth = 0;
  #differ = 0;
  #unknownLogged = 0;
  #unknownRecomputed = 0;

  constructor(registry: Pick<Registry, "routes">, routeOf: LoggedRouteOf, counts: LoggedCost) {
    this.#registry = registry;
    this.#routeOf = routeOf;
    this.#counts = counts;
  }

  add(attempt: LoggedAttempt): void {
    const { costNanoUsd: logged } = attempt;
    const recomputed = this.#recomputedOf(attempt);
    if (logged === undefined) this.#unknownLogged += 1;
    else this.#logged += logged;
    if (recomputed === undefined) this.#unknownRecomputed += 1;
    else this.#recomputed += recomputed;
    if (logged === undefined || recomputed === undefined) return;
    this.#both += 1;
    this.#loggedOfBoth += logged;
    this.#recomputedOfBoth += recomputed;
    if (Math.abs(logged - recomputed) > APART * Math.max(logged, recomputed)) this.#differ += 1;
  }

  agreement(): CostAgreement {
    return {
      counts: this.#counts,
      logged_usd: usdFromNanoUsd(this.#logged),
      recomputed_usd: usdFromNanoUsd(this.#recomputed),
      both: this.#both,
      logged_of_both_usd: usdFromNanoUsd(this.#loggedOfBoth),
      recomputed_of_both_usd: usdFromNanoUsd(this.#recomputedOfBoth),
      differ: this.#differ,
      unknown_logged: this.#unknownLogged,
      unknown_recomputed: this.#unknownRecomputed,
    };
  }

  #recomputedOf(attempt: LoggedAttempt): number | undefined {
    if (!wasSeen(attempt)) return undefined;
    const route = this.#routeOf(attempt);
    return recomputedNanoUsd(
      attempt,
      route === undefined ? undefined : this.#registry.routes.get(route),
    );
  }
}
