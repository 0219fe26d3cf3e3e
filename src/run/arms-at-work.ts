import type { DatasetKind } from "../core/dataset.ts";
import type { EstimateNanoUsd } from "../core/estimate-cost.ts";
import type { MemoryNeeds } from "../core/memory-needs.ts";
import type { Policy } from "../core/policy.ts";
import type { Registry } from "../core/route.ts";
import type { Router } from "../core/router.ts";
import { triggerForm } from "../core/trigger-form.ts";
import { costOfCall } from "../providers/cost-of-call.ts";
import { createEstimate, type EstimateBasis } from "../providers/estimated-cost.ts";
import type { ReplayArm } from "../replay/execute-trial.ts";
import { createPolicyMemory } from "../replay/policy-memory.ts";
import { createRouter } from "../routing/create-router.ts";
import { createServedJudge } from "../routing/create-served-judge.ts";
import type { Arm, Inputs } from "./load-inputs.ts";
import { blindRouter } from "./logs/blind-router.ts";

/** What policies are put to work with. */
export interface ArmInputs extends Pick<Inputs, "arms" | "registry"> {
  readonly manifest: {
    readonly record: Pick<Inputs["manifest"]["record"], "workflow" | "owner">;
    /** Absent: the records hold their prompts, as those of a drill do. */
    readonly kind?: DatasetKind;
  };
}

/** The policies of a run, compiled and ready to decide. */
export function armsAtWork(inputs: ArmInputs, seed: number): readonly ReplayArm[] {
  return inputs.arms.map((arm) => armAtWork(arm, inputs, seed));
}

/** A policy as a run, `explain` and `diff` put it to work. */
export interface PolicyWork {
  readonly router: Router;
  readonly estimateNanoUsd: EstimateNanoUsd;
  /** What estimates are reckoned from. */
  readonly basis: EstimateBasis;
}

/**
 * Compiles a policy once; routes of the registry carry their prices. The records of a log may lack
 * their prompts: a policy that reads one then decides nothing.
 */
export function putToWork(
  { policy, qualityTable }: Pick<Arm, "policy" | "qualityTable">,
  registry: Registry,
  seed: number,
  kind?: DatasetKind,
): PolicyWork {
  const basis = { qualityTable, maxOutputTokens: policy.cost.maxOutputTokens };
  const estimateNanoUsd = createEstimate(basis);
  const router = createRouter(policy, registry, { seed, estimateNanoUsd, qualityTable });
  return { router: kind === "log" ? blindRouter(router) : router, estimateNanoUsd, basis };
}

function armAtWork(arm: Arm, { registry, manifest }: ArmInputs, seed: number): ReplayArm {
  const { policy } = arm;
  const { router, estimateNanoUsd } = putToWork(arm, registry, seed, manifest.kind);
  const memory = router.memory && neededWith(manifest, router.memory, policy);
  return {
    policy,
    router,
    servedJudge: createServedJudge(policy, registry, ({ result, usage, evidence }, price) =>
      costOfCall({ result, usage, serviceTier: evidence?.serviceTier }, price),
    ),
    newMemory: memory && ((time) => createPolicyMemory(memory, estimateNanoUsd, time?.logOfMs)),
  };
}

/**
 * What a policy reads of the past of these records; absent: nothing. A ceiling on workflows or
 * owners counts nobody where the data names none: such a policy is replayed like any other.
 */
export function neededWith(
  { record }: ArmInputs["manifest"],
  needs: MemoryNeeds,
  { cost }: Policy,
): MemoryNeeds | undefined {
  const counts = needs.ceilings.some(({ countedBy }) => {
    if (countedBy === "workflow") return record.workflow !== undefined;
    if (countedBy === "owner") return record.owner !== undefined || cost.ownerKey !== undefined;
    return true;
  });
  const reads = needs.health !== undefined || needs.latency !== undefined || needs.queue;
  return counts || reads ? needs : undefined;
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
