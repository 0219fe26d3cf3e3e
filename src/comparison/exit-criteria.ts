import type { Gate } from "../core/gate.ts";
import type { ExitCriteriaResult } from "../core/routes-in-use.ts";
import type { ArmColumns } from "./arm-columns.ts";
import { scopeUnits } from "./gate-scope.ts";
import type { ReadingContext } from "./metric-reading.ts";
import { oneSided } from "./one-sided.ts";
import { decidePrepared } from "./prepared-gate.ts";
import { prepareGate } from "./promotion-gates.ts";
import type { RoutesSetup } from "./routes-setup.ts";

/**
 * Holds the routes with exit criteria to them, on the records that the policy decided to send
 * there which sent most: at its confidence, without a correction, as each criterion is asked alone.
 */
export function exitCriteria(
  routes: readonly string[],
  { registry }: RoutesSetup,
  context: Omit<ReadingContext, "alpha">,
): readonly ExitCriteriaResult[] {
  return routes.toSorted().flatMap((name) => {
    const route = registry.routes.get(name);
    if (route?.exitCriteria === undefined) return [];
    const { to, gates } = route.exitCriteria;
    const busiest = busiestArm(name, context);
    const results =
      busiest === undefined ? [] : gates.map((gate) => resultOf(gate, name, busiest, context));
    return [
      {
        route: name,
        lifecycle: route.lifecycle,
        to,
        policy: busiest?.arm.key ?? null,
        records: busiest?.records ?? 0,
        gates: results,
        is_met: results.length > 0 && results.every(({ status }) => status === "pass"),
      },
    ];
  });
}

interface Busiest {
  readonly arm: ArmColumns;
  readonly records: number;
}

function busiestArm(
  route: string,
  { collected }: Omit<ReadingContext, "alpha">,
): Busiest | undefined {
  let busiest: Busiest | undefined;
  for (const arm of collected.arms) {
    const records = scopeUnits({ segment: undefined, route }, arm, collected).length;
    if (records > (busiest?.records ?? 0)) busiest = { arm, records };
  }
  return busiest;
}

function resultOf(
  gate: Gate,
  route: string,
  { arm }: Busiest,
  context: Omit<ReadingContext, "alpha">,
): ExitCriteriaResult["gates"][number] {
  const { confidence, decideOn } = arm.policy.promotion;
  const alpha = oneSided(confidence);
  const prepared = prepareGate(
    { ...gate, route },
    { baseline: arm, candidate: arm },
    { ...context, alpha },
  );
  const { id, metric, bound, threshold, observed, status, because } = decidePrepared(prepared, {
    alpha,
    decideOn,
  });
  return { id, metric, bound, threshold, observed, status, because };
}
