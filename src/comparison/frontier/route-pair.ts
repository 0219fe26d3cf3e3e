import type { RoutePair } from "./curve-sample.ts";
import type { SingleRoute, TuneData } from "./tune-data.ts";

/** The pair of routes that a sweep goes between, or why there is none. */
export type FoundPair =
  | { readonly kind: "pair"; readonly pair: RoutePair }
  | { readonly kind: "none"; readonly reason: "not_two_routes" | "equally_good_routes" };

/**
 * Weak and strong as they were named; else the two routes that the sweep's settings call, the
 * strong one being that which accepts more of the fit records.
 */
export function findPair(data: TuneData, named: RoutePair | undefined): FoundPair {
  if (named !== undefined) return { kind: "pair", pair: named };
  const { columns, settings, singles, fit } = data;
  const called = columns.calledBy(settings.map(({ arm }) => arm));
  const routes = singles.filter(({ route }) => called?.includes(route) === true);
  const [one, other] = routes;
  if (called?.length !== 2 || one === undefined || other === undefined) {
    return { kind: "none", reason: "not_two_routes" };
  }
  const lead = acceptedOf(one, fit) - acceptedOf(other, fit);
  if (lead === 0) return { kind: "none", reason: "equally_good_routes" };
  const [strong, weak] = lead > 0 ? [one, other] : [other, one];
  return { kind: "pair", pair: { weak: weak.route, strong: strong.route } };
}

/** Share accepted of the records that the route is known on. */
function acceptedOf({ arm: { outcomes } }: SingleRoute, records: Uint32Array): number {
  const known = outcomes.knownAmong(records);
  let accepted = 0;
  for (const ordinal of known) if (outcomes.isAccepted(ordinal)) accepted += 1;
  return known.length === 0 ? 0 : accepted / known.length;
}
