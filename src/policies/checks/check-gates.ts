import { didYouMean } from "../../core/nearest-name.ts";
import type { Problem } from "../../core/problem.ts";
import type { Registry } from "../../core/route.ts";
import { metricNames, rateMetrics } from "../../core/metric-names.ts";
import type { GateShape } from "../shapes/gate-shape.ts";
import type { Path, Template } from "../template.ts";

/** Gates that nothing could ever decide. Without graders, an unknown metric may be one of theirs. */
export function gateProblems(
  template: Template,
  registry: Registry | undefined,
  graders: readonly string[] | undefined,
): readonly Problem[] {
  const gates = template.shape.promotion?.gates ?? [];
  return gates.flatMap((gate, index) => {
    const path = ["promotion", "gates", index];
    return [
      ...metricProblems(template, path, gate, graders),
      ...scopeProblems(template, path, gate, registry),
      ...shareProblems(template, path, gate),
      ...contradictions(template, path, gate, gates.slice(0, index)),
    ];
  });
}

function metricProblems(
  template: Template,
  path: Path,
  { metric, provider }: GateShape,
  graders: readonly string[] | undefined,
): readonly Problem[] {
  const at = [...path, "metric"];
  if (metric === "provider_share" && provider === undefined) {
    const message = 'provider_share needs "provider"';
    return [template.problemAt(at, message, "such as provider: openai")];
  }
  if (metric !== "provider_share" && provider !== undefined) {
    const message = `"provider" means nothing to ${metric}`;
    return [template.problemAt([...path, "provider"], message, "use metric: provider_share")];
  }
  if (metricNames.includes(metric) || graders?.includes(metric)) return [];
  const hint = didYouMean(metric, [...metricNames, ...(graders ?? [])]);
  if (hint === undefined && graders === undefined) return [];
  const known = `known: ${[...metricNames, ...(graders ?? [])].join(", ")}`;
  return [template.problemAt(at, `"${metric}" is no metric`, hint ?? known)];
}

function scopeProblems(
  template: Template,
  path: Path,
  { route }: GateShape,
  registry: Registry | undefined,
): readonly Problem[] {
  if (route === undefined || registry === undefined || registry.routes.has(route)) return [];
  const message = `the registry has no route "${route}"`;
  const hint = didYouMean(route, registry.routes.keys());
  return [template.problemAt([...path, "route"], message, hint)];
}

/** Percents written for shares: `max_drop: 2`. */
function shareProblems(template: Template, path: Path, gate: GateShape): readonly Problem[] {
  if (!rateMetrics.includes(gate.metric)) return [];
  return (["min", "max", "max_drop", "max_rise"] as const).flatMap((bound) => {
    const value = gate[bound];
    if (value === undefined || (value >= 0 && value <= 1)) return [];
    const message = `${gate.metric} is a share from 0 to 1, and ${value} is none`;
    const hint = value <= 100 && value > 1 ? `for ${value} % write ${value / 100}` : undefined;
    return [template.problemAt([...path, bound], message, hint)];
  });
}

function contradictions(
  template: Template,
  path: Path,
  gate: GateShape,
  earlier: readonly GateShape[],
): readonly Problem[] {
  return earlier.filter(sameScope(gate)).flatMap((other) => {
    const pairs = [
      { least: gate.min, most: other.max, kind: "min" },
      { least: other.min, most: gate.max, kind: "max" },
      { least: gate.min_ratio, most: other.max_ratio, kind: "min_ratio" },
      { least: other.min_ratio, most: gate.max_ratio, kind: "max_ratio" },
    ];
    return pairs
      .filter(({ least, most }) => least !== undefined && most !== undefined && least > most)
      .map(({ least, most, kind }) => {
        const message = `no ${gate.metric} can be at least ${least} and at most ${most}`;
        return template.problemAt([...path, kind], message, "correct one of the two gates");
      });
  });
}

function sameScope(gate: GateShape): (other: GateShape) => boolean {
  return ({ metric, segment, route, provider }) =>
    metric === gate.metric &&
    segment === gate.segment &&
    route === gate.route &&
    provider === gate.provider;
}
