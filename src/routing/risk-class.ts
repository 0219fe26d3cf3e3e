import { HarnessError } from "../core/harness-error.ts";
import type { Policy } from "../core/policy.ts";
import type { RequestView } from "../core/request-view.ts";
import { riskClasses, type RiskClass } from "../core/risk-rule.ts";
import { requestText } from "./policy-expression.ts";

/** How risky a record is: the higher of the workflow's class and its own; absent: neither says. */
export function riskClassReader({
  riskClass,
  risk,
}: Policy): (view: RequestView) => RiskClass | undefined {
  if (risk.classBy === undefined) return () => riskClass;
  const { place } = risk.classBy;
  const textOf = requestText("class_by", risk.classBy);
  return (view) => {
    const text = textOf(view);
    const own = riskClasses.find((name) => name === text);
    if (own !== undefined) return higher(own, riskClass);
    throw new HarnessError(
      "invalid-input",
      `${place}: class_by gives "${text}" on record "${view.recordId}", which is no risk class`,
      { hint: `it has to be one of ${riskClasses.join(", ")}` },
    );
  };
}

function higher(own: RiskClass, workflows: RiskClass | undefined): RiskClass {
  if (workflows === undefined) return own;
  return riskClasses.indexOf(own) > riskClasses.indexOf(workflows) ? own : workflows;
}
