import type { Provider } from "../../core/provider.ts";
import type { ReplayArm } from "../../replay/execute-trial.ts";

/**
 * Tells what a call through a gateway really cost, at the price of what served it: what is settled
 * under a cap is then what the comparison counts.
 */
export function withServedCosts(
  inner: Provider,
  arms: readonly Pick<ReplayArm, "servedJudge">[],
): Provider {
  return {
    name: inner.name,
    async call(call, clock, signal) {
      const reply = await inner.call(call, clock, signal);
      const judge = arms[call.arm]?.servedJudge;
      if (judge === undefined) return reply;
      const { name: route, model: requestedModel } = call.route;
      return { ...reply, costNanoUsd: judge.costNanoUsd({ ...reply, route, requestedModel }) };
    },
  };
}
