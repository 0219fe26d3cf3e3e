import type { GateResult } from "../../core/comparison.ts";
import { limitText } from "../gate-text.ts";
import { msText } from "../numbers.ts";
import type { Arm } from "../arms.ts";

/** A latency that a gate allows at most, and what it is a limit of. */
export interface LatencyLimit {
  readonly ms: number;
  /** Such as `p95 at most ×1.1 of the baseline: 4,157 ms`. */
  readonly text: string;
}

const metrics: Readonly<Record<"complete" | "first_token", RegExp>> = {
  complete: /^(p\d+)_complete_ms$/,
  first_token: /^(p\d+)_first_token_ms$/,
};

/**
 * Upper limits on a latency of all records, as the gates of the run's candidates have them; one that
 * is held against the baseline stands where the baseline's own latency puts it.
 */
export function latencyLimits(
  kind: "complete" | "first_token",
  arms: readonly Arm[],
): readonly LatencyLimit[] {
  const found = arms
    .flatMap(({ comparison }) => comparison?.gates ?? [])
    .flatMap((gate) => {
      const quantile = metrics[kind].exec(gate.metric)?.[1];
      const ms = gate.scope === "overall" ? limitMs(gate) : undefined;
      if (quantile === undefined || ms === undefined) return [];
      return [{ ms, text: textOf(gate, quantile, ms) }];
    });
  return found.filter(
    ({ ms, text }, index) =>
      index === found.findIndex((other) => other.ms === ms && other.text === text),
  );
}

function limitMs({ bound, threshold, baseline }: GateResult): number | undefined {
  switch (bound) {
    case "max":
      return threshold;
    case "max_rise":
      return baseline === null ? undefined : baseline + threshold;
    case "max_ratio":
      return baseline === null ? undefined : baseline * threshold;
    case "min":
    case "max_drop":
    case "min_ratio":
      return undefined;
  }
}

function textOf(gate: GateResult, quantile: string, ms: number): string {
  const limit = limitText(gate);
  if (gate.asked_by === "latency") return limit;
  if (gate.bound === "max") return `${quantile} ${limit}`;
  const words = gate.bound === "max_ratio" ? "of the baseline" : "than the baseline";
  return `${quantile} ${limit} ${words}: ${msText(ms)}`;
}
