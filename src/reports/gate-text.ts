import type { GateResult, GateStatus } from "../core/comparison.ts";
import type { Estimate } from "../core/estimate.ts";
import { intervalText, valueText } from "./estimate-text.ts";
import { thresholdUnit } from "./metric-unit.ts";
import { countText } from "./numbers.ts";

/** A mark and a word: never colour alone. */
export const gateMarks: Readonly<
  Record<GateStatus, { readonly mark: string; readonly word: string }>
> = {
  fail: { mark: "✗", word: "fail" },
  inconclusive: { mark: "?", word: "inconclusive" },
  pass: { mark: "✓", word: "pass" },
};

const severity: Readonly<Record<GateStatus, number>> = { fail: 0, inconclusive: 1, pass: 2 };

/** Gates in the order in which they worry a reader; equals keep the order of the policy. */
export function worstFirst(gates: readonly GateResult[]): readonly GateResult[] {
  return gates.toSorted(
    (left, right) =>
      severity[left.status] - severity[right.status] || left.p_violated - right.p_violated,
  );
}

/** What was seen, as candidate less baseline where it is a difference. */
export function observedText(gate: GateResult): string {
  const { asked_by: askedBy, observed } = gate;
  if (observed.method === "count" && observed.value !== null) {
    const what = askedBy === "evidence" ? "incomplete" : "above the limit";
    return `${countText(observed.value)} of ${countText(observed.n)} ${what}`;
  }
  if (askedBy === "latency") return `${intervalText(observed, "rate")} took longer`;
  return intervalText(shownEstimate(gate), thresholdUnit(gate));
}

/** What was seen with its bounds, in the direction in which people read it. */
export function shownEstimate({ bound, observed }: GateResult): Estimate {
  return bound === "max_drop" ? negated(observed) : observed;
}

/** The share of outcomes over a latency limit of the policy itself that still passes. */
const SHARE_OVER_LATENCY = 0.05;

/** The limit on the scale of `shownEstimate`, and on which side of it the gate is content. */
export function shownLimit({ asked_by: askedBy, bound, threshold }: GateResult): {
  readonly at: number;
  readonly good: "below" | "above";
} {
  if (askedBy === "latency") return { at: SHARE_OVER_LATENCY, good: "below" };
  if (bound === "max_drop") return { at: -threshold, good: "above" };
  const isLeast = bound === "min" || bound === "min_ratio";
  return { at: threshold, good: isLeast ? "above" : "below" };
}

// A drop is held against its limit as what the baseline has more; people read it as a change.
function negated(estimate: Estimate): Estimate {
  const { value, lower, upper } = estimate;
  const less = (number: number | null) => (number === null ? null : -number);
  return { ...estimate, value: less(value), lower: less(upper), upper: less(lower) };
}

/** What a gate allows, in words: `at most 2.0 pp lower`. */
export function limitText(gate: GateResult): string {
  const unit = thresholdUnit(gate);
  // A policy's own limit on a p95 is decided as the share of outcomes that take longer.
  if (gate.asked_by === "latency") {
    return `at most 5% longer than ${valueText(gate.threshold, unit)}`;
  }
  switch (gate.bound) {
    case "min":
    case "min_ratio":
      return `at least ${valueText(gate.threshold, unit)}`;
    case "max":
    case "max_ratio":
      return `at most ${valueText(gate.threshold, unit)}`;
    case "max_drop":
      return `at most ${unsigned(valueText(gate.threshold, unit))} lower`;
    case "max_rise":
      return `at most ${unsigned(valueText(gate.threshold, unit))} higher`;
  }
}

/** `1 failed, 2 passed, 0 undecided`. */
export function tallyText(gates: readonly GateResult[]): string {
  if (gates.length === 0) return "none was asked for";
  const count = (status: GateStatus) => gates.filter((gate) => gate.status === status).length;
  return `${count("fail")} failed, ${count("inconclusive")} undecided, ${count("pass")} passed`;
}

/** How many records in all would settle every open gate; absent: more records alone would not. */
export function recordsNeeded(gates: readonly GateResult[]): number | undefined {
  const open = gates.filter(({ status }) => status !== "pass");
  const needed = open.flatMap(({ records_needed: records }) => records ?? []);
  return open.length === 0 || needed.length < open.length ? undefined : Math.max(...needed);
}

function unsigned(text: string): string {
  return text.replace(/^\+/, "");
}
