import type { KnownGrade } from "../../comparison/known-grade.ts";
import type { Decision } from "../../core/decision.ts";
import type { ReplayRecord } from "../../core/replay-record.ts";
import { providerNames, type Route } from "../../core/route.ts";
import { knownReply } from "../../providers/table-provider.ts";
import type { Inputs } from "../load-inputs.ts";
import type { GateReaches } from "./gate-reach.ts";

/** Lets the gates of one candidate see a record, with the route that it will decide on. */
export function observeReach(
  reaches: GateReaches,
  record: ReplayRecord,
  decision: Decision | undefined,
  {
    inputs: { arms, registry, scorer, provider },
    index,
    known,
  }: {
    readonly inputs: Pick<Inputs, "arms" | "registry" | "scorer" | "provider">;
    /** The candidate's place among the arms. */
    readonly index: number;
    readonly known: readonly (KnownGrade | undefined)[] | undefined;
  },
): void {
  const name = decision?.heldFor === undefined ? decision?.route : undefined;
  const route = name === undefined ? undefined : registry.routes.get(name);
  const gates = arms[index]?.policy.promotion.gates ?? [];
  reaches.observe(
    {
      record,
      route,
      because: decision?.because ?? "no decision",
      isPriced: route !== undefined && isPriced(record, route, provider),
      asksSchema: scorer.checkSchema(record, "") !== undefined,
      graders: scorer.graders,
      gatedProviders: providerNames.filter((asked) =>
        gates.some((gate) => gate.provider === asked),
      ),
    },
    known,
  );
}

/** A price is of no use where a table or a log does not say what was used. */
function isPriced(record: ReplayRecord, route: Route, provider: Inputs["provider"]): boolean {
  if (provider === "table") {
    const known = record.outcomes?.get(route.name);
    // A row that the table lacks is not covered; that is no matter of its cost.
    return known === undefined
      ? route.price !== undefined
      : knownReply(known, route).costNanoUsd !== undefined;
  }
  if (route.price !== undefined) return true;
  return (
    provider === "log" &&
    record.logged?.attempts.some(({ costNanoUsd }) => costNanoUsd !== undefined) === true
  );
}
