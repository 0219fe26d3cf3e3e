import type { Problem } from "../core/problem.ts";
import { triggerForm, type TriggerForm } from "../core/trigger-form.ts";
import type { LoadedRegistry } from "./read-registry.ts";
import { strategyNames, type StrategyName } from "./strategy-names.ts";
import type { Path, Template } from "./template.ts";
import { triggersOf } from "./trigger-mentions.ts";

/**
 * What the policy language knows and this version does not act on yet, one a line. Writing it is a
 * problem: nothing that a policy says is read and then dropped.
 */
const strategies: ReadonlySet<StrategyName> = new Set(["cost_aware", "latency_aware", "scored"]);

const keys: readonly Path[] = [
  ["latency", "deadline_ms"],
  ["latency", "max_queue_ms"],
  ["latency", "non_streaming_timeout_ms"],
  ["health"],
  ["cost", "daily_spend_cap_per_owner"],
  ["cost", "max_output_tokens"],
  ["cost", "caps"],
  ["cost", "route_quotas"],
  ["cost", "on_cap"],
  ["risk", "class_by"],
  ["risk", "data_sensitivity_by"],
  ["risk", "approved_regions"],
  ["risk", "on_no_eligible_route"],
  ["risk", "redact"],
  ["fallback", "side_effecting_tools"],
  ["fallback", "degrade"],
  ["acceptance_tests", "min_accuracy"],
  ["acceptance_tests", "max_cost_per_accepted"],
  ["acceptance_tests", "min_evidence_complete_rate"],
];

const triggers: ReadonlySet<TriggerForm["kind"]> = new Set(["status", "slower_than", "expression"]);

/** Keys of a route. */
const routeKeys: readonly Path[] = [["simulation", "incidents"], ["exit_criteria"]];

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
  for (const { text, path } of triggersOf(template)) {
    if (!triggers.has(triggerForm(text).kind)) continue;
    const message = `the trigger ${JSON.stringify(text)} is not built in this version`;
    refused.push(template.problemAt(path, message, "name a failure, a tag or a signal"));
  }
  return refused;
}

/** What a policy states and this version only compares results with. */
export function unfinishedNotes({ shape }: Template): readonly string[] {
  if (shape.cost?.daily_spend_cap === undefined) return [];
  return ['"cost.daily_spend_cap" is known but not enforced in this version'];
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
