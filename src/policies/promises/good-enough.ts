import type { QualityTable } from "../../core/quality-table.ts";
import type { Template } from "../template.ts";
import type { PolicyShape } from "../shapes/policy-shape.ts";
import { conditionAt } from "../condition-at.ts";
import { textOn } from "./conditions.ts";
import { requestExpressions } from "./first-routes.ts";
import type { DrillRequest } from "./promised.ts";
import { sampleRequests } from "./sample-requests.ts";

interface Setting {
  readonly template: Template;
  readonly shape: PolicyShape;
  readonly qualityTable: QualityTable | undefined;
  /** Whether nothing that the policy reads before a call fails on a request. */
  readonly decides: (request: DrillRequest) => boolean;
  readonly mayCall: (route: string) => boolean;
}

/**
 * A request at whose task a cost-aware policy has another route to go on with, by its document and
 * its table; absent: at no task does it promise one.
 */
export function requestWithOthers(setting: Setting): DrillRequest | undefined {
  const { template, shape, qualityTable: table, decides } = setting;
  const { cost_aware: costAware } = shape.route_selection ?? {};
  if (costAware === undefined || table === undefined) return undefined;
  const source = ["route_selection", "cost_aware", "task"];
  const taskOf =
    costAware.task === undefined
      ? () => undefined
      : textOn(conditionAt(template, source, costAware.task));
  const tasks = table.tasks.map((task) => JSON.stringify(task));
  for (const sample of sampleRequests([...requestExpressions(shape), ...tasks])) {
    if (!decides(sample)) continue;
    const task = taskOf(sample);
    if (costAware.task !== undefined && task === undefined) continue;
    if (followers(task, setting) > 0) return sample;
    if (costAware.task === undefined) return undefined;
  }
  return undefined;
}

/** How many routes follow the first one at a task. */
function followers(
  task: string | undefined,
  { shape, qualityTable: table, mayCall }: Setting,
): number {
  const { cost_aware: costAware } = shape.route_selection ?? {};
  if (costAware === undefined || table === undefined) return 0;
  const { routes, floor, floors = {}, bound = "estimate", otherwise = "best" } = costAware;
  const known = (at: string | undefined): readonly number[] =>
    routes.filter(mayCall).flatMap((route) => {
      const entry = table.of(at, route);
      return (bound === "lower" ? entry?.lower : entry?.quality) ?? [];
    });
  const own = task === undefined || table.tasks.includes(task) ? known(task) : [];
  const least = (task === undefined ? undefined : floors[task]) ?? floor;
  const good = own.filter((quality) => quality >= least);
  if (good.length > 0) return good.length - 1;
  if (otherwise !== "best") return 0;
  return (own.length > 0 ? own : known(undefined)).length - 1;
}
