import type { ReferencePrompt } from "../core/classifier-rule.ts";
import type { Problem } from "../core/problem.ts";
import type { Strategy } from "../core/strategy.ts";
import { byName } from "./by-name.ts";
import { costAwareOf, latencyAwareOf, scoredOf } from "./compared-routes-of.ts";
import { conditionAt, conditionIfAny } from "./condition-at.ts";
import { intentOf } from "./intent-of.ts";
import { strategyBlockNames } from "./shapes/strategy-schema.ts";
import type { Template } from "./template.ts";

const section = "route_selection";
const DEFAULT_MODULE_TIMEOUT_MS = 1000;

/** A policy that names no route can be read and checked, not run: this is its strategy. */
const noRoute: Strategy = { kind: "pinned", route: "" };

/** The strategy that a policy asks for; what keeps it from being one is added to the problems. */
export function strategyOf(
  template: Template,
  prompts: readonly ReferencePrompt[],
  problems: Problem[],
): Strategy {
  const selection = template.shape.route_selection ?? {};
  const { strategy: kind, primary_route: primary } = selection;
  problems.push(...idleBlocks(template));
  const lacking = (key: string): Strategy => {
    const message = `the strategy ${kind} needs "${key}"`;
    problems.push(template.problemAt([section, "strategy"], message));
    return noRoute;
  };
  switch (kind) {
    case undefined:
      return primary === undefined ? noRoute : { kind: "pinned", route: primary };
    case "pinned":
      return primary === undefined ? lacking("primary_route") : { kind, route: primary };
    case "priority":
      return selection.priority === undefined ? lacking(kind) : { kind, ...selection.priority };
    case "rules": {
      if (selection.rules === undefined) return lacking(kind);
      if (primary === undefined) return lacking("primary_route");
      const rules = selection.rules.map(({ when, route }, index) => ({
        when: conditionAt(template, [section, "rules", index, "when"], when),
        route,
      }));
      return { kind, rules, otherwise: primary };
    }
    case "cascade": {
      if (selection.cascade === undefined) return lacking(kind);
      const { routes, escalate_when: text, max_escalations: most } = selection.cascade;
      return {
        kind,
        routes,
        escalateWhen: conditionAt(template, [section, kind, "escalate_when"], text),
        maxEscalations: Math.min(most ?? routes.length - 1, routes.length - 1),
      };
    }
    case "threshold": {
      if (selection.threshold === undefined) return lacking(kind);
      const { score, at_least: atLeast, route, otherwise } = selection.threshold;
      const source = conditionAt(template, [section, kind, "score"], score);
      return { kind, score: source, atLeast, route, otherwise };
    }
    case "weighted": {
      if (selection.weighted === undefined) return lacking(kind);
      const { routes, sticky_by: text } = selection.weighted;
      return {
        kind,
        routes: byName(routes).map(([route, weight]) => ({ route, weight })),
        stickyBy: conditionIfAny(template, [section, kind, "sticky_by"], text),
      };
    }
    case "gateway": {
      const route = selection.gateway?.route ?? primary;
      if (route === undefined) return lacking("gateway");
      if (primary !== undefined && primary !== route) {
        const message = `"primary_route" is not the gateway's route "${route}"`;
        problems.push(template.problemAt([section, "primary_route"], message, "keep one"));
      }
      return { kind, route };
    }
    case "intent": {
      if (selection.intent === undefined) return lacking(kind);
      return intentOf(template, selection.intent, prompts, problems) ?? noRoute;
    }
    case "cost_aware":
      if (selection.cost_aware === undefined) return lacking(kind);
      return costAwareOf(template, selection.cost_aware);
    case "latency_aware":
      if (selection.latency_aware === undefined) return lacking(kind);
      return latencyAwareOf(template, selection.latency_aware);
    case "scored": {
      const { scored = {} } = selection;
      const wantsQuality = scored.weights === undefined || (scored.weights.quality ?? 0) > 0;
      if (wantsQuality && scored.quality_table === undefined) return lacking("quality_table");
      return scoredOf(template, scored);
    }
    case "module": {
      if (selection.module === undefined) return lacking(kind);
      const { path, export: exportName, timeout_ms: timeoutMs, routes } = selection.module;
      return {
        kind,
        path,
        exportName: exportName ?? "default",
        timeoutMs: timeoutMs ?? DEFAULT_MODULE_TIMEOUT_MS,
        routes,
      };
    }
  }
}

/** A block that its policy's strategy never looks at was surely meant to be looked at. */
function idleBlocks(template: Template): readonly Problem[] {
  const selection = template.shape.route_selection ?? {};
  const kind = selection.strategy ?? "pinned";
  return strategyBlockNames
    .filter((block) => block !== kind && block in selection)
    .map((block) => {
      const message = `"${block}" is not looked at by the strategy ${kind}`;
      return template.problemAt([section, block], message, `write strategy: ${block}`);
    });
}
