import type { PreparedStrategy, StrategyOf } from "./prepared-strategy.ts";

/** One route for every record: what serves behind it is the gateway's own choice. */
export function gateway({ route }: StrategyOf<"gateway">): PreparedStrategy {
  const choice = { route, because: "the gateway behind this route chooses what serves" };
  return { choices: [choice], choose: () => choice, succession: [], escalation: undefined };
}
