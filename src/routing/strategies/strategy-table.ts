import { HarnessError } from "../../core/harness-error.ts";
import type { Strategy } from "../../core/strategy.ts";
import { cascade } from "./cascade.ts";
import { gateway } from "./gateway.ts";
import { intent } from "./intent.ts";
import { module } from "./module.ts";
import { pinned } from "./pinned.ts";
import type { PreparedStrategy, StrategyContext, StrategyOf } from "./prepared-strategy.ts";
import { priority } from "./priority.ts";
import { rules } from "./rules.ts";
import { threshold } from "./threshold.ts";
import { weighted } from "./weighted.ts";

type StrategyByKind = { readonly [K in Strategy["kind"]]: StrategyOf<K> };

type StrategyTable = {
  readonly [K in keyof StrategyByKind]: (
    strategy: StrategyByKind[K],
    context: StrategyContext,
  ) => PreparedStrategy;
};

/** Every strategy that is built: a new one is one file and one line. */
const strategies: StrategyTable = {
  pinned,
  priority,
  rules,
  cascade,
  threshold,
  weighted,
  gateway,
  intent,
  cost_aware: notBuilt,
  latency_aware: notBuilt,
  scored: notBuilt,
  module,
};

/** Reading a policy refuses these, so that nobody comes here. */
function notBuilt({ kind }: Strategy): never {
  throw new HarnessError("bug", `the strategy ${kind} is not built in this version`);
}

/** Prepares a policy's strategy once: expressions compiled, choices made. */
export function prepareStrategy<K extends Strategy["kind"]>(
  strategy: StrategyByKind[K],
  context: StrategyContext,
): PreparedStrategy {
  const kind: K = strategy.kind;
  return strategies[kind](strategy, context);
}
