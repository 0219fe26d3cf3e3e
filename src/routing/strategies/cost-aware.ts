import type { RouteScore } from "../../core/decision.ts";
import { HarnessError } from "../../core/harness-error.ts";
import type { QualityTable } from "../../core/quality-table.ts";
import type { RequestView } from "../../core/request-view.ts";
import { shareWords } from "../amount-words.ts";
import { costScale, tableCost, type CostScale } from "../cost-scale.ts";
import { compareNames, knownQualities, type KnownQuality } from "../known-quality.ts";
import { compareNumbers } from "../score-routes.ts";
import { atTask, taskReader, tasksOf, unknownTask, type TableTask } from "../table-task.ts";
import type { Judgement } from "./first-eligible.ts";
import { neededTable } from "./needed-table.ts";
import type { Choice, PreparedStrategy, StrategyContext, StrategyOf } from "./prepared-strategy.ts";

type CostAware = StrategyOf<"cost_aware">;

/**
 * The cheapest route whose quality at the record's task reaches the floor; the others that reach it
 * follow after transient errors, cheapest first. Where none does, `otherwise` says what serves. The
 * order in which a policy names its routes decides nothing.
 */
export function costAware(strategy: CostAware, context: StrategyContext): PreparedStrategy {
  const table = neededTable("cost_aware", context);
  const routes = strategy.routes.toSorted(compareNames);
  if (knownQualities(table, strategy.bound, undefined, routes).length === 0) {
    const what = strategy.bound === "lower" ? `no ${figureOf(strategy)} of any` : "none";
    const message = `the quality table of the policy "${context.policyName}" knows ${what} of its routes`;
    throw new HarnessError("invalid-input", message);
  }
  const work: Work = { strategy, context, table, routes };
  // What the table alone decides is decided once a task, not once a record.
  const prepared = new Map<TableTask, Choice>();
  for (const task of tasksOf(table)) {
    const { choice, isOfTask } = compare(work, task, undefined, context);
    if (isOfTask) prepared.set(task, choice);
  }
  const taskOf = taskReader("cost_aware.task", strategy.task, table);
  return {
    choices: [...prepared.values()],
    choose(view, moment) {
      const task = taskOf(view);
      const known = moment.isCalm ? prepared.get(task) : undefined;
      return known ?? compare(work, task, view, moment).choice;
    },
    succession: [],
    escalation: undefined,
  };
}

interface Work {
  readonly strategy: CostAware;
  readonly context: StrategyContext;
  readonly table: QualityTable;
  /** In order of their names. */
  readonly routes: readonly string[];
}

interface Compared {
  readonly choice: Choice;
  /** Whether every record with this task is served so. */
  readonly isOfTask: boolean;
}

function compare(
  work: Work,
  task: TableTask,
  view: RequestView | undefined,
  judgement: Judgement,
): Compared {
  const { strategy, context, table, routes } = work;
  const floor = strategy.floors.find((entry) => entry.task === task)?.floor ?? strategy.floor;
  const eligible = routes.filter((route) => judgement.isEligible(route));
  const known = knownQualities(table, strategy.bound, task, eligible);
  const good = known.filter(({ quality }) => quality >= floor);
  const wanted = `${figureOf(strategy)} of ${floor} or more${atTask(task)}`;
  if (good.length === 0) {
    const lacking = `no route is known to have a ${wanted}`;
    return { choice: otherwise(work, task, eligible, lacking), isOfTask: true };
  }
  const names = good.map(({ route }) => route);
  const scale = costScale(names, tableCost(table, task), view, context);
  // `good` is sorted already: the better and then the first by name wins among equal costs.
  const ranked = good.toSorted((a, b) =>
    compareNumbers(scale.costOf(a.route), scale.costOf(b.route)),
  );
  const below = known.filter(({ quality }) => quality < floor);
  const [first = "", ...others] = ranked.map(({ route }) => route);
  const of = good.length === 1 ? "the only route" : `cheapest of ${good.length} routes`;
  return {
    choice: {
      route: first,
      because: `${of} with a ${wanted}`,
      chain: others,
      scores: [...ranked, ...below].map((known) => scored(known, strategy, scale)),
    },
    isOfTask: scale.isOfTask,
  };
}

/**
 * What serves where no eligible route is known to be good enough: the route that the policy names,
 * or the best at the task, or, where nothing is known of the task, the best over all tasks. Where
 * nothing is known of any route that may be called, the best of the others is refused by name.
 */
function otherwise(
  { strategy, table, routes }: Work,
  task: TableTask,
  eligible: readonly string[],
  lacking: string,
): Choice {
  if (strategy.otherwise.kind === "route") {
    return { route: strategy.otherwise.route, because: lacking };
  }
  const bests = [
    { task: task === unknownTask ? undefined : task, among: eligible },
    { task: undefined, among: eligible },
    { task: undefined, among: routes },
  ].map((scope) => ({
    isOverAll: scope.task === undefined && strategy.task !== undefined,
    ranked: knownQualities(table, strategy.bound, scope.task, scope.among),
  }));
  // The last of them is never empty: the strategy would not have been prepared.
  const { ranked, isOverAll } = bests.find((scope) => scope.ranked.length > 0)!;
  const [best, ...others] = ranked;
  const scope = isOverAll ? " over all tasks" : "";
  return {
    route: best!.route,
    because: `${lacking}; the best has ${shareWords(best!.quality)}${scope}`,
    chain: others.map(({ route }) => route),
    scores: ranked.map((known) => scored(known, strategy, undefined)),
  };
}

function figureOf({ bound }: CostAware): string {
  return bound === "lower" ? "lower bound of quality" : "quality";
}

function scored(
  { route, quality }: KnownQuality,
  strategy: CostAware,
  scale: CostScale | undefined,
): RouteScore {
  const cost = scale === undefined ? "" : `, ${scale.words(route)}`;
  const because = `${figureOf(strategy)} ${shareWords(quality)}${cost}`;
  return { route, score: quality, because };
}
