import { HarnessError } from "../../core/harness-error.ts";
import { maySpend } from "../answer-source.ts";
import { createCallCosts } from "./call-costs.ts";
import { livePlanText, planLiveRun } from "./live-plan.ts";
import type { CallOptions } from "../options/run-options.ts";
import type { CallSession } from "../session.ts";
import type { World } from "../world.ts";

/** Throws `HarnessError` where a run may spend, has no cap, and nobody can be asked for one. */
export function assertCanBeCapped(options: CallOptions, { askForCap }: World): void {
  if (!maySpend(options) || options.maxSpendNanoUsd !== undefined) return;
  if (askForCap !== undefined) return;
  throw new HarnessError("invalid-input", "live calls cost money: --max-spend USD is missing", {
    hint: "add --max-spend 5, or run it on a terminal to see the plan first",
  });
}

/**
 * The options with a cap, where calls may cost money: the one that was given, or the one that
 * whoever sees the plan names. Throws `HarnessError` before the first call where a call could not
 * be held to a cap, or where nobody wants the run after all. `isLeft`: which trials are called.
 */
export async function withCap<Options extends CallOptions>(
  planned: Pick<CallSession, "inputs" | "dataset" | "arms"> & { readonly options: Options },
  asOfMs: number,
  { askForCap }: World,
  isLeft?: Parameters<typeof planLiveRun>[3],
): Promise<Options> {
  const { options } = planned;
  if (!maySpend(options)) return options;
  const { arms, inputs } = planned;
  const policies = arms.map(({ policy }) => policy);
  const costs = createCallCosts({ policies, registry: inputs.registry });
  const plan = await planLiveRun(planned, costs, asOfMs, isLeft);
  if (options.maxSpendNanoUsd !== undefined) return options;
  const maxSpendNanoUsd = await askForCap?.(livePlanText(plan));
  if (maxSpendNanoUsd !== undefined) return { ...options, maxSpendNanoUsd };
  throw new HarnessError("invalid-input", "no cap was named: nothing was called", {
    hint: "run it again with --max-spend USD",
  });
}
