import type { PreparedStrategy, StrategyOf } from "./prepared-strategy.ts";

/** One route for every record. */
export function pinned({ route }: StrategyOf<"pinned">): PreparedStrategy {
  const choice = { route, because: "pinned to this route" };
  return { choices: [choice], choose: () => choice, succession: [], escalation: undefined };
}
