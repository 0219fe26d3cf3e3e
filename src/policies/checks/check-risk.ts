import { didYouMean } from "../../core/nearest-name.ts";
import type { Problem } from "../../core/problem.ts";
import type { Registry } from "../../core/route.ts";
import type { Path, Template } from "../template.ts";

/** Rules of risk that have no occasion or no aim, and regions that are misspelt. */
export function riskProblems(
  template: Template,
  registry: Registry | undefined,
): readonly Problem[] {
  return [
    ...redactionProblems(template),
    ...sensitivityProblems(template),
    ...(registry === undefined ? [] : regionSlips(template, registry)),
  ];
}

/** Redaction that would never happen, or never help. */
function redactionProblems(template: Template): readonly Problem[] {
  const { risk = {}, fallback = {} } = template.shape;
  const { redact, approved_regions: regions } = risk;
  if (risk.on_no_eligible_route !== "redact") {
    const message = "is only looked at with on_no_eligible_route: redact";
    return redact === undefined ? [] : [template.problemAt(["risk", "redact"], message)];
  }
  const problemAt = (message: string, hint: string): Problem =>
    template.problemAt(["risk", "on_no_eligible_route"], message, hint);
  const problems: Problem[] = [];
  if (redact === undefined) {
    problems.push(problemAt('redact needs "redact"', "such as redact: [email]"));
  }
  if (regions === undefined) {
    const hint = "write approved_regions: {SENSITIVITY: [REGION], redacted: [REGION]}";
    problems.push(problemAt("only what may go to no region is redacted, and any may", hint));
  } else if (Array.isArray(regions) || !Object.hasOwn(regions, "redacted")) {
    const message = "approved_regions does not say where redacted content may go";
    problems.push(problemAt(message, "write approved_regions: {…, redacted: [REGION]}"));
  }
  for (const list of ["stop_without_fallback", "stop_and_queue"] as const) {
    if (fallback[list]?.includes("unapproved_data_region") !== true) continue;
    const message = `${list} ends on unapproved_data_region before anything is redacted`;
    problems.push(problemAt(message, "leave one of the two out"));
  }
  return problems;
}

/** Sensitivities that nothing is done about, and regions for sensitivities that no record has. */
function sensitivityProblems(template: Template): readonly Problem[] {
  const { risk = {}, workflow } = template.shape;
  const { approved_regions: regions, data_sensitivity_by: by } = risk;
  if (regions === undefined) {
    const message = "is only looked at where approved_regions says where data may go";
    return by === undefined ? [] : [template.problemAt(["risk", "data_sensitivity_by"], message)];
  }
  const ofWorkflow = typeof workflow === "string" ? undefined : workflow?.data_sensitivity;
  if (Array.isArray(regions) || by !== undefined || ofWorkflow !== undefined) return [];
  const message = "no record says how sensitive its data is, and so none may go anywhere";
  const hint = "write workflow.data_sensitivity or risk.data_sensitivity_by, or a plain list";
  return [template.problemAt(["risk", "approved_regions"], message, hint)];
}

/** A region that no route has is a slip where one is spelt nearly alike; else none is there yet. */
function regionSlips(template: Template, { routes }: Registry): readonly Problem[] {
  const known = new Set(
    [...routes.values()].flatMap(({ capabilities }) => capabilities.regions ?? []),
  );
  return regionsOf(template).flatMap(({ region, path }) => {
    const hint = known.has(region) ? undefined : didYouMean(region, known);
    if (hint === undefined) return [];
    return [template.problemAt(path, `no route is in the region "${region}"`, hint)];
  });
}

function regionsOf({
  shape,
}: Template): readonly { readonly region: string; readonly path: Path }[] {
  const written = shape.risk?.approved_regions ?? [];
  const listed = (regions: readonly string[], path: Path) =>
    regions.map((region, index) => ({ region, path: [...path, index] }));
  const above = ["risk", "approved_regions"];
  if (Array.isArray(written)) return listed(written as readonly string[], above);
  return Object.entries(written as Readonly<Record<string, readonly string[]>>).flatMap(
    ([sensitivity, regions]) => listed(regions, [...above, sensitivity]),
  );
}
