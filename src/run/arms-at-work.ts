import type { Policy } from "../core/policy.ts";
import { triggerForm } from "../core/trigger-form.ts";
import { costOfCall } from "../providers/cost-of-call.ts";
import type { ReplayArm } from "../replay/execute-trial.ts";
import { createRouter } from "../routing/create-router.ts";
import { createServedJudge } from "../routing/create-served-judge.ts";
import type { Inputs } from "./load-inputs.ts";

/** The policies of a run, compiled and ready to decide. */
export function armsAtWork({ arms, registry }: Inputs, seed: number): readonly ReplayArm[] {
  return arms.map(({ policy, qualityTable }) => ({
    policy,
    router: createRouter(policy, registry, {
      seed,
      estimateNanoUsd: () => undefined,
      qualityTable,
    }),
    servedJudge: createServedJudge(policy, registry, ({ result, usage, evidence }, price) =>
      costOfCall({ result, usage, serviceTier: evidence?.serviceTier }, price),
    ),
  }));
}

/** Whether a policy says anything of first tokens, which only a stream has. */
export function asksForFirstTokens({ latency, promotion, fallback }: Policy): boolean {
  const waitsForThem = fallback.transitions.some(({ trigger }) => {
    const form = triggerForm(trigger);
    return form.kind === "slower_than" && form.of === "first_token";
  });
  return (
    waitsForThem ||
    latency.firstTokenTimeoutMs !== undefined ||
    latency.p95FirstTokenMs !== undefined ||
    promotion.gates.some(({ metric }) => metric === "p95_first_token_ms")
  );
}
