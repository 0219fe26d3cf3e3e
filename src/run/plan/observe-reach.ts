import type { KnownGrade } from "../../comparison/known-grade.ts";
import type { Decision } from "../../core/decision.ts";
import type { ReplayRecord } from "../../core/replay-record.ts";
import { providerNames } from "../../core/route.ts";
import type { Inputs } from "../load-inputs.ts";
import type { GateReaches } from "./gate-reach.ts";
import { knownMeasures } from "./known-measures.ts";

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
      measures: route && knownMeasures(record, route, provider),
      asksSchema: scorer.checkSchema(record, "") !== undefined,
      graders: scorer.graders,
      gatedProviders: providerNames.filter((asked) =>
        gates.some((gate) => gate.provider === asked),
      ),
    },
    known,
  );
}
