import type { RequestView } from "../../core/request-view.ts";
import type { RouteLatency } from "../../core/route-latency.ts";
import type { Signals } from "../../core/router.ts";
import { costScale } from "../cost-scale.ts";
import { compareNames } from "../known-quality.ts";
import type { Moment } from "../moment.ts";
import { requestNumber } from "../policy-expression.ts";
import { compareNumbers } from "../score-routes.ts";
import { firstEligible } from "./first-eligible.ts";
import type { Choice, PreparedStrategy, StrategyContext, StrategyOf } from "./prepared-strategy.ts";

type LatencyAware = StrategyOf<"latency_aware">;

/**
 * A route that lately kept the record's budget: the cheapest of them, or the fastest. One with too
 * few attempts in its window is not known to be slow and counts as keeping it, so that routes are
 * tried at the start, and again once their slow attempts have left the window. Where none keeps it,
 * the fastest serves.
 */
export function latencyAware(strategy: LatencyAware, context: StrategyContext): PreparedStrategy {
  const { budget } = strategy;
  const routes = strategy.routes.toSorted(compareNames);
  const refusedByName = firstEligible(routes, "the routes", context);
  const budgetOf =
    budget.kind === "ms" ? () => budget.ms : requestNumber("latency_aware.budget", budget.source);
  return {
    choices: [refusedByName],
    choose(view, moment) {
      const eligible = routes.filter((route) => moment.isEligible(route));
      if (eligible.length === 0) return refusedByName;
      const budgetMs = budgetOf(view);
      const paces = eligible.map((route) => paceOf(route, strategy, moment));
      const keeping = paces.filter(
        ({ isNew, ms }) => isNew || (ms !== undefined && ms <= budgetMs),
      );
      if (keeping.length === 0) return fastest(paces, `no route keeps ${budgetMs} ms`, strategy);
      if (strategy.prefer === "fastest") {
        return fastest(keeping, `of ${keeping.length} that keep ${budgetMs} ms`, strategy);
      }
      return cheapest(keeping, budgetMs, view, context);
    },
    succession: [],
    escalation: undefined,
  };
}

/** How fast a route is, as far as its window tells. */
interface Pace {
  readonly route: string;
  readonly attempts: number;
  /** Its window holds too little to say. */
  readonly isNew: boolean;
  /** At the policy's percentile; absent: not known. */
  readonly ms: number | undefined;
}

function paceOf(route: string, strategy: LatencyAware, { signals }: Moment): Pace {
  const { attempts, completeMs, firstTokenMs } = latencyOf(route, signals);
  const isNew = attempts < strategy.minAttempts;
  const ms = strategy.of === "complete" ? completeMs : firstTokenMs;
  return { route, attempts, isNew, ms: isNew ? undefined : ms };
}

const noHistory: RouteLatency = { attempts: 0, completeMs: undefined, firstTokenMs: undefined };

function latencyOf(route: string, { latency }: Pick<Signals, "latency">): RouteLatency {
  return latency?.get(route) ?? noHistory;
}

/** Routes that are still new come first, the least tried of them: else nobody would ever know them. */
function fastest(paces: readonly Pace[], scope: string, strategy: LatencyAware): Choice {
  const [first] = paces.toSorted(
    (a, b) =>
      Number(b.isNew) - Number(a.isNew) ||
      (a.isNew ? a.attempts - b.attempts : 0) ||
      compareNumbers(a.ms ?? Infinity, b.ms ?? Infinity) ||
      compareNames(a.route, b.route),
  );
  const { route } = first!;
  return { route, because: `fastest, ${scope}: ${paceWords(first!, strategy)}` };
}

function cheapest(
  keeping: readonly Pace[],
  budgetMs: number,
  view: RequestView,
  context: StrategyContext,
): Choice {
  const names = keeping.map(({ route }) => route);
  const scale = costScale(names, undefined, view, context);
  const [first] = keeping.toSorted(
    (a, b) =>
      compareNumbers(scale.costOf(a.route), scale.costOf(b.route)) ||
      compareNumbers(a.ms ?? Infinity, b.ms ?? Infinity) ||
      compareNames(a.route, b.route),
  );
  const of = keeping.length === 1 ? "the only route" : `cheapest of ${keeping.length}`;
  return {
    route: first!.route,
    because: `${of} that keep${keeping.length === 1 ? "s" : ""} ${budgetMs} ms`,
  };
}

function paceWords({ attempts, ms, isNew }: Pace, { percentile, of }: LatencyAware): string {
  if (isNew) return `${attempts} attempts in its window so far`;
  const what = of === "complete" ? "" : " to the first token";
  if (ms === undefined) return `nothing is known of its time${what}`;
  return `p${Number((100 * percentile).toFixed(2))} ${Math.round(ms)} ms${what}`;
}
