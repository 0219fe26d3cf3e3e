import type { Advice } from "../../core/advice.ts";
import { HarnessError } from "../../core/harness-error.ts";
import type { Choice, PreparedStrategy, StrategyOf } from "./prepared-strategy.ts";

/** The reason of a choice that the team's function gives no reason for. */
export function moduleReason(path: string): string {
  return `chosen by ${path}`;
}

/** The route that the team's own function answered; what it breaks, breaks that record alone. */
export function module({ path, routes }: StrategyOf<"module">): PreparedStrategy {
  const because = moduleReason(path);
  const choices = new Map(routes.map((route): [string, Choice] => [route, { route, because }]));
  return {
    choices: [...choices.values()],
    choose(_view, moment) {
      const { route, because: why } = answerOf(moment.signals.advice, path);
      const choice = choices.get(route);
      if (choice === undefined) {
        const list = routes.join(", ");
        throw new HarnessError("invalid-input", `${path} chose "${route}", not one of ${list}`);
      }
      return why === because ? choice : { route, because: why };
    },
    succession: [],
    escalation: undefined,
  };
}

function answerOf(
  advice: Advice | undefined,
  path: string,
): Extract<Advice, { readonly kind: "chosen" }> {
  if (advice?.kind === "chosen") return advice;
  if (advice?.kind === "failed") throw new HarnessError("invalid-input", advice.because);
  throw new HarnessError("bug", `nobody asked ${path}`);
}
