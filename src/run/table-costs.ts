import type { ReplayRecord } from "../core/replay-record.ts";
import type { Route } from "../core/route.ts";
import { knownReply } from "../providers/table-provider.ts";

/** What each row of an outcome table costs under some prices. */
export interface TableCosts {
  readonly observe: (record: ReplayRecord) => void;
  /** In whole nano-dollars; absent: not known. `isOwn`: the table states it, no price does. */
  readonly costOf: (
    ordinal: number,
    route: string,
  ) => { readonly costNanoUsd: number | undefined; readonly isOwn: boolean };
}

/**
 * A table's rows priced as its replay prices them. A journal does not say whether a cost was the
 * table's own, so the rows are asked again.
 */
export function tableCosts(records: number, routes: readonly Route[]): TableCosts {
  const position = new Map(routes.map(({ name }, index) => [name, index]));
  const costs = new Float64Array(records * routes.length).fill(Number.NaN);
  const own = new Uint8Array(records * routes.length);
  return {
    observe: ({ ordinal, outcomes }) => {
      for (const [index, route] of routes.entries()) {
        const known = outcomes?.get(route.name);
        if (known === undefined) continue;
        const cell = ordinal * routes.length + index;
        costs[cell] = knownReply(known, route).costNanoUsd ?? Number.NaN;
        own[cell] = known.costNanoUsd === undefined ? 0 : 1;
      }
    },
    costOf: (ordinal, route) => {
      const index = position.get(route);
      const cell = ordinal * routes.length + (index ?? Number.NaN);
      const cost = costs[cell] ?? Number.NaN;
      return {
        costNanoUsd: Number.isNaN(cost) ? undefined : cost,
        isOwn: own[cell] === 1,
      };
    },
  };
}
