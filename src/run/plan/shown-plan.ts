import type { RunPlan } from "../../core/run-plan.ts";
import { renderPlan } from "../../reports/terminal/plan-text.ts";
import type { Shown } from "../explain/shown-explanation.ts";

/** A plan as text or as JSON. */
export function shownPlan(plan: RunPlan): Shown {
  return {
    text: (look) => renderPlan(plan, look),
    json: () => `${JSON.stringify(plan, null, 2)}\n`,
  };
}
