import type { Problem } from "../core/problem.ts";
import type { LoadedRegistry } from "./read-registry.ts";
import { strategyNames, type StrategyName } from "./strategy-names.ts";
import type { Path, Template } from "./template.ts";

/**
 * What the policy language knows and this version does not act on yet, one a line. Writing it is a
 * problem: nothing that a policy says is read and then dropped.
 */
const strategies: ReadonlySet<StrategyName> = new Set(["intent", "module"]);

const keys: readonly Path[] = [
  ["acceptance_tests", "min_accuracy"],
  ["acceptance_tests", "max_cost_per_accepted"],
  ["acceptance_tests", "min_evidence_complete_rate"],
];

/** Keys of a route. */
const routeKeys: readonly Path[] = [["exit_criteria"]];

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
  for (const path of keys) {
    if (valueAt(shape, path) === undefined) continue;
    refused.push(template.problemAt(path, notBuilt(path), "leave it out"));
  }
  return refused;
}

/** What a registry says of its routes and this version does not do. */
export function unfinishedOfRoutes({ registry, document }: LoadedRegistry): readonly Problem[] {
  return [...registry.routes.keys()].flatMap((route) =>
    routeKeys
      .map((path) => ["routes", route, ...path])
      .filter((path) => valueAt(document.value, path) !== undefined)
      .map((path) => ({
        file: document.file,
        ...document.locate(path),
        message: notBuilt(path),
        hint: "leave it out",
      })),
  );
}

function notBuilt(path: Path): string {
  return `"${path.join(".")}" is not built in this version`;
}

function valueAt(value: unknown, path: Path): unknown {
  let inner = value;
  for (const key of path) {
    if (typeof inner !== "object" || inner === null || !Object.hasOwn(inner, key)) return undefined;
    inner = (inner as Readonly<Record<string, unknown>>)[key];
  }
  return inner;
}
