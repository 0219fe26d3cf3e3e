import type { Gate } from "../core/gate.ts";
import type { Policy } from "../core/policy.ts";
import { acceptanceLimits } from "./acceptance-gates.ts";
import type { GateLimit } from "./gate-limit.ts";
import { namedGates } from "./promotion-gates.ts";
import { isRateName, rates, type Rate, type RateName } from "./rate.ts";

/** A gate that is a yes or no for each outcome, so that a sequence can be held against it. */
export interface WatchedGate extends Pick<Gate, "segment" | "route"> {
  readonly id: string;
  readonly metric: RateName;
  readonly rate: Rate;
  readonly bound: "min" | "max" | "max_drop" | "max_rise";
  readonly threshold: number;
}

/** Rates whose flags are only known once all outcomes are in. */
const settledLater: ReadonlySet<RateName> = new Set<RateName>([
  "coverage",
  "evidence_complete_rate",
  "route_accuracy",
  "over_routed_rate",
  "under_routed_rate",
]);

/** Every gate of a policy that can reject it early; costs, latencies and ratios are none. */
export function watchedGates({ promotion, acceptance }: Policy): readonly WatchedGate[] {
  return [
    ...namedGates(promotion.gates).flatMap(({ id, gate }) => watched(id, gate)),
    ...acceptanceLimits(acceptance).flatMap(({ id, limit }) => watched(id, limit)),
  ];
}

function watched(
  id: string,
  gate: GateLimit & Pick<Partial<Gate>, "segment" | "route">,
): readonly WatchedGate[] {
  const { metric, bound, threshold, segment, route } = gate;
  if (!isRateName(metric) || settledLater.has(metric)) return [];
  if (bound === "max_ratio" || bound === "min_ratio") return [];
  return [{ id, metric, rate: rates[metric], bound, threshold, segment, route }];
}
