import { NanoUsdSum } from "../../core/money.ts";

/** First calls of accepted outcomes on one route. */
export interface RouteCalls {
  readonly calls: number;
  /** Input of every kind and output; of calls whose tokens are not known, nothing. */
  readonly tokens: number;
  readonly nanoUsd: bigint;
}

interface Sums {
  calls: number;
  tokens: number;
  readonly nanoUsd: NanoUsdSum;
}

/** Sums over the first calls of accepted outcomes, by the code of the route that was called. */
export class FirstCalls {
  readonly #sums = new Map<number, Sums>();
  /** Calls that did not say how many tokens they took. */
  unknownTokens = 0;

  /** Costs that are not known count 0 here; `tokens` undefined: not known. */
  add(route: number, tokens: number | undefined, nanoUsd: number): void {
    let sums = this.#sums.get(route);
    if (sums === undefined) {
      sums = { calls: 0, tokens: 0, nanoUsd: new NanoUsdSum() };
      this.#sums.set(route, sums);
    }
    sums.calls += 1;
    sums.nanoUsd.add(nanoUsd);
    if (tokens === undefined) this.unknownTokens += 1;
    else sums.tokens += tokens;
  }

  /** By the code of the route. */
  get byRoute(): ReadonlyMap<number, RouteCalls> {
    return new Map(
      [...this.#sums].map(([route, { calls, tokens, nanoUsd }]) => [
        route,
        { calls, tokens, nanoUsd: nanoUsd.total },
      ]),
    );
  }
}
