import { unitInterval } from "../../core/seed.ts";
import { requestText } from "../policy-expression.ts";
import { firstEligible } from "./first-eligible.ts";
import type { Choice, PreparedStrategy, StrategyContext, StrategyOf } from "./prepared-strategy.ts";

/**
 * Splits traffic by weight, over the routes that may be called. The hash of seed, policy and sticky
 * value decides, never a random call: the same customer stays on the same route.
 *
 * While a route is refused for the moment its customers alone draw again, over the routes that are
 * left: nobody else moves, and they come back as soon as it does.
 */
export function weighted(
  { routes, stickyBy }: StrategyOf<"weighted">,
  context: StrategyContext,
): PreparedStrategy {
  const eligible = routes.filter(({ route }) => context.isEligible(route));
  const by = stickyBy === undefined ? "record id" : stickyBy.text;
  const total = sumOf(eligible);
  const choices = eligible.map(({ route, weight }) => ({
    route,
    because: `weight ${weight} of ${total} over the eligible routes, by ${by}`,
  }));
  const names = routes.map(({ route }) => route);
  const none = firstEligible(names, "the weighted routes", context);
  const sticky = stickyBy === undefined ? undefined : requestText("sticky_by", stickyBy);
  return {
    choices: choices.length === 0 ? [none] : choices,
    choose(view, moment) {
      const value = sticky === undefined ? view.recordId : sticky(view);
      const key = `${context.options.seed}/${context.policyName}/${value}`;
      const drawn = draw(eligible, unitInterval(key));
      const first = drawn === undefined ? none : (choices[eligible.indexOf(drawn)] ?? none);
      if (drawn === undefined || moment.isCalm || moment.isEligible(drawn.route)) return first;
      const left = eligible.filter(({ route }) => moment.isEligible(route));
      const next = draw(left, unitInterval(`${key}/without ${drawn.route}`));
      return next === undefined ? first : drawnAgain(next, first, sumOf(left), by);
    },
    succession: [],
    escalation: undefined,
  };
}

type Share = StrategyOf<"weighted">["routes"][number];

/** The route at a place in [0, 1) of the weights laid end to end; absent: there are none. */
function draw(shares: readonly Share[], place: number): Share | undefined {
  let rest = place * sumOf(shares);
  for (const share of shares) {
    rest -= share.weight;
    if (rest < 0) return share;
  }
  return shares.at(-1);
}

function drawnAgain({ route, weight }: Share, first: Choice, total: number, by: string): Choice {
  const why = `weight ${weight} of ${total} over the routes that are left, by ${by}`;
  return { route, because: `${why}, while "${first.route}" is out` };
}

function sumOf(shares: readonly Share[]): number {
  return shares.reduce((sum, { weight }) => sum + weight, 0);
}
