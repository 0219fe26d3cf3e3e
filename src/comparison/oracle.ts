import type { KnownColumns } from "./known-columns.ts";
import { NumberColumn } from "./number-column.ts";
import type { RecordColumns } from "./record-columns.ts";
import type { RouteChoices } from "./route-choices.ts";

/**
 * For each record the route that a policy who knew all outcomes would take. Routes are in order
 * of their names, which is what a tie in cost is decided by. No choice: some route's outcome or
 * cost is not known, so nobody can say.
 */
export interface Oracle extends RouteChoices {
  /** Records with a choice. */
  readonly records: number;
  /** Nano-dollars of the choice, by record; 0 where there is none. */
  readonly costs: NumberColumn;
}

/** Known routes in order of their names. */
export function knownRoutes({ known }: Pick<RecordColumns, "known">): readonly KnownColumns[] {
  return known.toSorted((a, b) => (a.route < b.route ? -1 : 1));
}

/** The cheapest accepted route of each record, else the cheapest; absent: no record has one. */
export function findOracle(records: Pick<RecordColumns, "known" | "records">): Oracle | undefined {
  const routes = knownRoutes(records);
  if (routes.length === 0) return undefined;
  const choices = new Int16Array(records.records);
  const costs = new NumberColumn(records.records, 0);
  let count = 0;
  for (let ordinal = 0; ordinal < choices.length; ordinal += 1) {
    const choice = chooseRoute(routes, ordinal);
    choices[ordinal] = choice;
    if (choice < 0) continue;
    costs.set(ordinal, routes[choice]!.costNanoUsd(ordinal));
    count += 1;
  }
  return count === 0 ? undefined : { routes, choices, records: count, costs };
}

function chooseRoute(routes: readonly KnownColumns[], ordinal: number): number {
  let best = -1;
  let bestCost = Infinity;
  let bestIsAccepted = false;
  for (let place = 0; place < routes.length; place += 1) {
    const route = routes[place];
    if (route === undefined || !route.isKnown(ordinal)) return -1;
    const cost = route.costNanoUsd(ordinal);
    if (Number.isNaN(cost)) return -1;
    const isAccepted = route.isAccepted(ordinal);
    const isBetter = isAccepted === bestIsAccepted ? cost < bestCost : isAccepted;
    if (best === -1 || isBetter) {
      best = place;
      bestCost = cost;
      bestIsAccepted = isAccepted;
    }
  }
  return best;
}
