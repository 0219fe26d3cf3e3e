import type { RiskRule } from "../core/risk-rule.ts";
import { byName } from "./by-name.ts";
import { conditionIfAny } from "./condition-at.ts";
import type { RiskShape } from "./shapes/risk-shape.ts";
import type { Template } from "./template.ts";

/** How a policy tells risky records, and where their content may go. */
export function riskOf(template: Template): RiskRule {
  const shape = template.shape.risk ?? {};
  return {
    classBy: conditionIfAny(template, ["risk", "class_by"], shape.class_by),
    sensitivityBy: conditionIfAny(
      template,
      ["risk", "data_sensitivity_by"],
      shape.data_sensitivity_by,
    ),
    approvedRegions: regionsOf(shape.approved_regions),
    redact: shape.redact ?? [],
  };
}

function regionsOf(written: RiskShape["approved_regions"]): RiskRule["approvedRegions"] {
  if (written === undefined) return [];
  if (isList(written)) return [{ sensitivity: undefined, regions: written }];
  return byName(written).map(([sensitivity, regions]) => ({ sensitivity, regions }));
}

function isList(written: NonNullable<RiskShape["approved_regions"]>): written is readonly string[] {
  return Array.isArray(written);
}
