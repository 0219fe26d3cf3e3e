import { conditionAt } from "../condition-at.ts";
import type { PolicyShape } from "../shapes/policy-shape.ts";
import type { Template } from "../template.ts";
import { textOn } from "./conditions.ts";
import type { DrillRequest } from "./promised.ts";

/** How risky a request is, as the document says it: the higher of the workflow's class and its own. */
export function isHighRisk(
  template: Template,
  { workflow, risk = {} }: PolicyShape,
  request: DrillRequest,
): boolean {
  if (typeof workflow === "object" && workflow.risk_class === "high") return true;
  if (risk.class_by === undefined) return false;
  return textOn(conditionAt(template, ["risk", "class_by"], risk.class_by))(request) === "high";
}

/** How sensitive a request's content is; absent: the document does not say. */
export function sensitivityOf(
  template: Template,
  { workflow, risk = {} }: PolicyShape,
  request: DrillRequest,
): string | undefined {
  const { data_sensitivity_by: by } = risk;
  if (by !== undefined) {
    return textOn(conditionAt(template, ["risk", "data_sensitivity_by"], by))(request);
  }
  return typeof workflow === "object" ? workflow.data_sensitivity : undefined;
}

/** Where a request's content may go; absent: the document says nothing of regions. */
export function approvedRegions(
  template: Template,
  shape: PolicyShape,
  request: DrillRequest,
): readonly string[] | undefined {
  const written = shape.risk?.approved_regions;
  if (written === undefined) return undefined;
  if (isList(written)) return written;
  return written[sensitivityOf(template, shape, request) ?? ""] ?? [];
}

function isList(
  written: NonNullable<NonNullable<PolicyShape["risk"]>["approved_regions"]>,
): written is readonly string[] {
  return Array.isArray(written);
}
