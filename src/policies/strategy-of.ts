import type { ConditionSource } from "../core/condition-source.ts";
import type { Strategy } from "../core/strategy.ts";
import type { Problem } from "../core/problem.ts";
import { builtStrategies, type PlannedStrategy } from "./strategy-names.ts";
import { strategyBlockNames } from "./strategy-schema.ts";
import type { Path, Template } from "./template.ts";

const section = "route_selection";

/** A policy that names no route can be read and checked, not run: this is its strategy. */
const noRoute: Strategy = { kind: "pinned", route: "" };

/** Where an expression stands, with its text. */
export function conditionAt(template: Template, path: Path, text: string): ConditionSource {
  return { text, place: template.textPlace(path) };
}

/** The strategy that a policy asks for; what keeps it from being one is added to the problems. */
export function strategyOf(template: Template, problems: Problem[]): Strategy {
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
        routes: Object.entries(routes)
          .map(([route, weight]) => ({ route, weight }))
          .sort((one, other) => (one.route < other.route ? -1 : 1)),
        stickyBy: text === undefined ? undefined : stickyBy(template, text),
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
    default:
      problems.push(notBuilt(template, kind));
      return noRoute;
  }
}

function stickyBy(template: Template, text: string): ConditionSource {
  return conditionAt(template, [section, "weighted", "sticky_by"], text);
}

function notBuilt(template: Template, kind: PlannedStrategy): Problem {
  const message = `the strategy ${kind} is not built in this version`;
  const hint = `use one of ${builtStrategies.join(", ")}`;
  return template.problemAt([section, "strategy"], message, hint);
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
