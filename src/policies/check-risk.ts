import { didYouMean } from "../core/nearest-name.ts";
import type { Problem } from "../core/problem.ts";
import type { Registry } from "../core/route.ts";
import type { Path, Template } from "./template.ts";

/** Redaction that has no occasion or no aim, and regions that are misspelt. */
export function riskProblems(
  template: Template,
  registry: Registry | undefined,
): readonly Problem[] {
  const { redact, on_no_eligible_route: reaction } = template.shape.risk ?? {};
  const problems: Problem[] = [];
  if (redact !== undefined && reaction !== "redact") {
    const message = "is only looked at with on_no_eligible_route: redact";
    problems.push(template.problemAt(["risk", "redact"], message));
  }
  if (reaction === "redact" && redact === undefined) {
    const path = ["risk", "on_no_eligible_route"];
    problems.push(template.problemAt(path, 'redact needs "redact"', "such as redact: [email]"));
  }
  return registry === undefined ? problems : [...problems, ...regionSlips(template, registry)];
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
