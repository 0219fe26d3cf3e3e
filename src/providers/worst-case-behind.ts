import type { ModelRequest } from "../core/model-request.ts";
import type { Route } from "../core/route.ts";
import { worstCase, type WorstCase } from "./worst-case.ts";

/** A route whose model a gateway may turn out to have served. */
export interface ServableRoute {
  readonly route: Route;
  /** Whether some policy lets the gateway serve it. */
  readonly isAllowed: boolean;
}

/**
 * The most that one attempt through a gateway may cost, in whole nano-dollars: the request as it is
 * sent, at the dearest price of what may be served. A gateway that breaks a policy's list is billed
 * all the same, so routes that are not allowed count too, as far as they have a bound. What is
 * allowed must have one, or be billed at the gateway's own price.
 */
export function worstCaseBehind(
  gateway: Route,
  servable: readonly ServableRoute[],
  asked: { readonly request: ModelRequest; readonly bodyBytes: number },
): WorstCase {
  let dearest = gateway.price === undefined ? undefined : worstCase(gateway, asked);
  if (dearest?.kind === "unbounded") return dearest;
  for (const { route, isAllowed } of servable) {
    if (route.price === undefined && gateway.price !== undefined) continue;
    const worst = worstCase({ ...gateway, price: route.price }, asked);
    if (worst.kind === "bounded") {
      if (dearest === undefined || worst.nanoUsd > dearest.nanoUsd) dearest = worst;
    } else if (isAllowed) {
      return { kind: "unbounded", because: `it may serve "${route.name}": ${worst.because}` };
    }
  }
  const because = "neither it nor any route that it may serve has a price";
  return dearest ?? { kind: "unbounded", because };
}
