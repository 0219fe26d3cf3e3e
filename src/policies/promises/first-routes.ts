import { riskClasses } from "../../core/risk-rule.ts";
import type { PolicyShape } from "../shapes/policy-shape.ts";
import type { RiskShape } from "../shapes/risk-shape.ts";
import { routeMentions } from "../route-mentions.ts";
import { conditionAt } from "../condition-at.ts";
import type { Template } from "../template.ts";
import { conditionOn, numberOn, textOn, type Answer } from "./conditions.ts";
import type { DrillRequest } from "./promised.ts";
import { plainRequest, sampleRequests } from "./sample-requests.ts";

/** Where a request goes first, as the document says. */
export interface FirstRoutes {
  /** Several where a draw or something of the moment decides. */
  readonly routes: readonly string[];
  /** Routes that follow without any rule that says so. */
  readonly succession: readonly string[];
}

interface Setting {
  readonly template: Template;
  readonly shape: PolicyShape;
  readonly request: DrillRequest;
  /** Whether its lists, its pool, claims, lifecycle and regions let a route be called. */
  readonly mayCall: (route: string) => boolean;
}

/** The routes that a strategy may send a request to first. */
export function firstRoutes({ template, shape, request, mayCall }: Setting): FirstRoutes {
  const selection = shape.route_selection ?? {};
  const { strategy = "pinned", primary_route: primary } = selection;
  const only = (route: string | undefined): FirstRoutes => ({
    routes: route === undefined ? [] : [route],
    succession: [],
  });
  switch (strategy) {
    case "pinned":
      return only(primary);
    case "gateway":
      return only(selection.gateway?.route ?? primary);
    case "priority": {
      const [first, ...succession] = (selection.priority?.routes ?? []).filter(mayCall);
      return { ...only(first), succession };
    }
    case "cascade":
      return only(selection.cascade?.routes.find(mayCall));
    case "rules": {
      const rules = writtenRules(template, shape);
      return only(rules.find(({ matches }) => matches(request) === true)?.route ?? primary);
    }
    case "threshold": {
      const { threshold } = selection;
      if (threshold === undefined) return only(primary);
      const score = writtenScore(template, shape)?.(request);
      if (score === undefined) return anyOf(template, shape, mayCall);
      return only(score >= threshold.at_least ? threshold.route : threshold.otherwise);
    }
    default:
      return anyOf(template, shape, mayCall);
  }
}

/** Where the document does not tell, each route that its selection may send traffic to may be it. */
function anyOf(
  template: Template,
  shape: PolicyShape,
  mayCall: (route: string) => boolean,
): FirstRoutes {
  const mentions = routeMentions({ ...template, shape });
  const routes = mentions
    .filter(({ use, path }) => use === "traffic" && path[0] === "route_selection")
    .map(({ route }) => route);
  const named = [...new Set(routes)];
  const callable = named.filter(mayCall);
  return { routes: callable.length > 0 ? callable : named, succession: [] };
}

/** A rule of the strategy `rules`, on its own. */
export interface WrittenRule {
  readonly route: string;
  readonly text: string;
  readonly matches: (request: DrillRequest) => boolean | undefined;
}

export function writtenRules(
  template: Template,
  { route_selection: { strategy, rules = [] } = {} }: PolicyShape,
): readonly WrittenRule[] {
  if (strategy !== "rules") return [];
  return rules.map(({ when, route }, index) => {
    const path = ["route_selection", "rules", index, "when"];
    return { route, text: when, matches: conditionOn(conditionAt(template, path, when)) };
  });
}

/** Every expression of a document that may look at a request: it has to hold what they name. */
export function requestExpressions({
  route_selection: selection = {},
  risk = {},
  cost = {},
  fallback = {},
}: PolicyShape): readonly string[] {
  const { rules = [], threshold, weighted, intent, cost_aware, latency_aware, scored } = selection;
  const triggers = [
    fallback.stop_without_fallback,
    fallback.stop_and_queue,
    fallback.retry_same_route_once,
    fallback.fallback_to_backup_route,
  ].flatMap((list) => list ?? []);
  return [
    ...rules.map(({ when }) => when),
    threshold?.score,
    weighted?.sticky_by,
    intent?.label,
    intent?.confidence,
    ...(intent?.rules ?? []).map(({ when }) => when),
    cost_aware?.task,
    latency_aware?.budget,
    scored?.task,
    ...(risk.human_review_required_when ?? []),
    risk.class_by,
    // The classes that it may give, besides those that it names.
    ...(risk.class_by === undefined ? [] : ['"low"']),
    risk.data_sensitivity_by,
    ...sensitivitiesIn(risk).map((name) => JSON.stringify(name)),
    ...(cost.caps ?? []).map(({ by }) => by),
    ...triggers.map(String),
  ].filter((text) => text !== undefined);
}

/** The kinds of content that a document approves regions for. */
function sensitivitiesIn({ approved_regions: regions = [] }: RiskShape): readonly string[] {
  return Array.isArray(regions) ? [] : Object.keys(regions);
}

/** A request that is served, no rule matches and nothing fails on; else the plainest of its kind. */
export function plainSample(
  template: Template,
  shape: PolicyShape,
  isServed: (request: DrillRequest) => boolean,
): DrillRequest {
  const rules = writtenRules(template, shape);
  const decides = decidability(template, shape);
  let plainest: DrillRequest | undefined;
  let decided: DrillRequest | undefined;
  let served: DrillRequest | undefined;
  for (const sample of sampleRequests(requestExpressions(shape))) {
    plainest ??= sample;
    if (!decides(sample)) continue;
    decided ??= sample;
    // A request that its route may not serve shows nothing of all the rest.
    if (!isServed(sample)) continue;
    served ??= sample;
    if (rules.every(({ matches }) => matches(sample) === false)) return sample;
  }
  return served ?? decided ?? plainest ?? plainRequest;
}

/** Whether nothing that a policy reads before a call fails on a request. */
export function decidability(
  template: Template,
  shape: PolicyShape,
): (request: DrillRequest) => boolean {
  const rules = writtenRules(template, shape);
  const score = writtenScore(template, shape);
  const hasClass = hasKnownClass(template, shape);
  return (request) =>
    (score === undefined || score(request) !== undefined) &&
    hasClass(request) &&
    rules.every(({ matches }) => matches(request) !== undefined);
}

/** A class that is no class is an error of the policy on that request. */
function hasKnownClass(
  template: Template,
  { risk }: PolicyShape,
): (request: DrillRequest) => boolean {
  if (risk?.class_by === undefined) return () => true;
  const classOf = textOn(conditionAt(template, ["risk", "class_by"], risk.class_by));
  const known: readonly string[] = riskClasses;
  return (request) => known.includes(classOf(request) ?? "");
}

function writtenScore(
  template: Template,
  { route_selection: { strategy, threshold } = {} }: PolicyShape,
): Answer<number> | undefined {
  if (strategy !== "threshold" || threshold === undefined) return undefined;
  return numberOn(
    conditionAt(template, ["route_selection", "threshold", "score"], threshold.score),
  );
}
