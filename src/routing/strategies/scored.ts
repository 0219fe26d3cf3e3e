import { HarnessError } from "../../core/harness-error.ts";
import type { RouteScore } from "../../core/decision.ts";
import type { Route } from "../../core/route.ts";
import { shareWords } from "../amount-words.ts";
import { blendedPriceNanoUsd } from "../blended-price.ts";
import { routePool } from "../route-pool.ts";
import { scoreRoutes, weightsOfModes, type ScoredFacts } from "../score-routes.ts";
import { atTask, taskReader, tasksOf, unknownTask, type TableTask } from "../table-task.ts";
import type { Judgement } from "./first-eligible.ts";
import type { Choice, PreparedStrategy, StrategyContext, StrategyOf } from "./prepared-strategy.ts";

type Scored = StrategyOf<"scored">;

/**
 * The best route of a pool by quality, price and latency; the next best ones follow as fallbacks.
 * Scores compare all routes of the pool that the policy may call at all, so that they do not change
 * when one of them is refused for a while. An empty pool throws: it is no reason to call whatever
 * else there is.
 */
export function scored(strategy: Scored, context: StrategyContext): PreparedStrategy {
  const pool = routePool(strategy, context.registry).routes.filter(({ name }) =>
    context.isEligible(name),
  );
  if (pool.length === 0) {
    const message = `the policy "${context.policyName}" has no route left in its pool`;
    throw new HarnessError("invalid-input", message);
  }
  const rankings = new Map<TableTask, Ranking>();
  for (const task of tasksOf(context.options.qualityTable)) {
    const ranked = rankedFor(task, pool, strategy, context);
    rankings.set(task, { task, ranked, choice: choiceAmong(ranked, task, strategy, context) });
  }
  const overall = rankings.get(undefined)!;
  const taskOf = taskReader("scored.task", strategy.task, context.options.qualityTable);
  return {
    choices: [...rankings.values()].map(({ choice }) => choice),
    choose(view, moment) {
      const { task, ranked, choice } = rankings.get(taskOf(view)) ?? overall;
      return moment.isCalm ? choice : choiceAmong(ranked, task, strategy, moment);
    },
    succession: [],
    escalation: undefined,
  };
}

interface Ranking {
  readonly task: TableTask;
  /** Best first. */
  readonly ranked: readonly ScoredFacts[];
  /** Where nothing speaks against a route for the record alone. */
  readonly choice: Choice;
}

/** A task that the table knows of no route in the pool is like one that it does not know. */
function rankedFor(
  task: TableTask,
  pool: readonly Route[],
  { mode, weights }: Scored,
  { options: { qualityTable: table } }: StrategyContext,
): readonly ScoredFacts[] {
  const isKnown = pool.some(({ name }) => table?.of(task, name) !== undefined);
  const line = isKnown && task !== unknownTask ? task : undefined;
  const facts = pool.map(({ name, price }) => {
    const entry = table?.of(line, name);
    return {
      route: name,
      quality: entry?.quality,
      price: blendedPriceNanoUsd(price),
      latency: entry?.p95Ms,
    };
  });
  return scoreRoutes(facts, weights ?? weightsOfModes[mode]);
}

function choiceAmong(
  ranked: readonly ScoredFacts[],
  task: TableTask,
  { fallbacks }: Scored,
  judgement: Judgement,
): Choice {
  const eligible = ranked.filter(({ route }) => judgement.isEligible(route));
  const scores = ranked.map(scoreOf);
  const [best, ...others] = eligible;
  if (best === undefined) {
    const because = "no route of the pool may be called; this is its best";
    return { route: ranked[0]!.route, because, scores };
  }
  const of = eligible.length === 1 ? "the only route" : `best of ${eligible.length} routes`;
  return {
    route: best.route,
    because: `${of} of the pool${atTask(task)}, score ${shareWords(best.score)}`,
    chain: others.slice(0, fallbacks).map(({ route }) => route),
    scores,
  };
}

function scoreOf({ route, score, quality, price, latency }: ScoredFacts): RouteScore {
  const parts = [
    quality === undefined ? "quality not known" : `quality ${shareWords(quality)}`,
    price === undefined ? "price not known" : `$${price / 1e9} a million blended tokens`,
    latency === undefined ? "latency not known" : `p95 ${Math.round(latency)} ms`,
  ];
  return { route, score, because: parts.join(", ") };
}
