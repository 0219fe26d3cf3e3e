import type { Strategy } from "../../core/strategy.ts";
import { cascade } from "./cascade.ts";
import { costAware } from "./cost-aware.ts";
import { gateway } from "./gateway.ts";
import { intent } from "./intent.ts";
import { latencyAware } from "./latency-aware.ts";
import { module } from "./module.ts";
import { pinned } from "./pinned.ts";
import type { PreparedStrategy, StrategyContext, StrategyOf } from "./prepared-strategy.ts";
import { priority } from "./priority.ts";
import { rules } from "./rules.ts";
import { scored } from "./scored.ts";
import { threshold } from "./threshold.ts";
import { weighted } from "./weighted.ts";

type StrategyByKind = { readonly [K in Strategy["kind"]]: StrategyOf<K> };

type StrategyTable = {
  readonly [K in keyof StrategyByKind]: (
    strategy: StrategyByKind[K],
    context: StrategyContext,
  ) => PreparedStrategy;
};

/** Every strategy there is: a new one is one file and one line. */
const strategies: StrategyTable = {
  pinned,
  priority,
  rules,
  cascade,
  threshold,
  weighted,
  gateway,
  intent,
  cost_aware: costAware,
  latency_aware: latencyAware,
  scored,
  module,
};

/** Prepares a policy's strategy once: expressions compiled, choices made. */
export function prepareStrategy<K extends Strategy["kind"]>(
  strategy: StrategyByKind[K],
  context: StrategyContext,
): PreparedStrategy {
  const kind: K = strategy.kind;
  return strategies[kind](strategy, context);
}
