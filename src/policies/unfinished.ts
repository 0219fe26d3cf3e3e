import type { Problem } from "../core/problem.ts";
import { strategyNames, type StrategyName } from "./strategy-names.ts";
import type { Template } from "./template.ts";

/**
 * What the policy language knows and this version does not act on yet, one a line. Writing it is a
 * problem: nothing that a policy says is read and then dropped.
 */
const strategies: ReadonlySet<StrategyName> = new Set(["intent", "module"]);

/** What a policy asks for and this version does not do. */
export function unfinishedProblems(template: Template): readonly Problem[] {
  const { shape } = template;
  const strategy = shape.route_selection?.strategy;
  const refused: Problem[] = [];
  if (strategy !== undefined && strategies.has(strategy)) {
    const message = `the strategy ${strategy} is not built in this version`;
    const built = strategyNames.filter((name) => !strategies.has(name));
    const hint = `use one of ${built.join(", ")}`;
    refused.push(template.problemAt(["route_selection", "strategy"], message, hint));
  }
  return refused;
}
