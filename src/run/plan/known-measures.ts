import type { ReplayRecord } from "../../core/replay-record.ts";
import type { Route } from "../../core/route.ts";
import { knownReply } from "../../providers/table-provider.ts";
import type { Inputs } from "../load-inputs.ts";

/** What will be known of a call besides its answer, whatever that is. */
export interface KnownMeasures {
  readonly isPriced: boolean;
  readonly isTimed: boolean;
  readonly hasFirstToken: boolean;
}

/** What a table or a log does not say is known of none of its calls, whatever a price list says. */
export function knownMeasures(
  record: ReplayRecord,
  route: Route,
  provider: Inputs["provider"],
): KnownMeasures {
  const isPriced = route.price !== undefined;
  switch (provider) {
    case "table": {
      const known = record.outcomes?.get(route.name);
      // A row that the table lacks is not covered; that is no matter of its measures.
      if (known === undefined) return { isPriced, isTimed: true, hasFirstToken: true };
      const { costNanoUsd, latencyMs, firstTokenMs } = knownReply(known, route);
      return {
        isPriced: costNanoUsd !== undefined,
        isTimed: latencyMs !== undefined,
        hasFirstToken: firstTokenMs !== undefined,
      };
    }
    case "log": {
      const attempts = record.logged?.attempts ?? [];
      return {
        isPriced: isPriced || attempts.some(({ costNanoUsd }) => costNanoUsd !== undefined),
        isTimed: attempts.some(({ latencyMs }) => latencyMs !== undefined),
        hasFirstToken: attempts.some(({ firstTokenMs }) => firstTokenMs !== undefined),
      };
    }
    case "simulated":
      return { isPriced, isTimed: true, hasFirstToken: route.simulation?.firstToken !== undefined };
    case "recorded":
    case "live":
      return { isPriced, isTimed: true, hasFirstToken: true };
  }
}
