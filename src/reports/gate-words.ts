import type { GateResult } from "../core/comparison.ts";
import { limitText, observedText, shownEstimate } from "./gate-text.ts";
import { worded } from "./number-spans.ts";
import type { Place } from "./place.ts";
import type { NumberSpan } from "./words.ts";

/** What a gate saw, with the bounds that decide; a drop is turned round, as people read it. */
export function observedSpan(gate: Place<GateResult>): NumberSpan {
  const times = gate.value.bound === "max_drop" ? -1 : undefined;
  const { value } = shownEstimate(gate.value);
  return worded(gate.at("observed"), value, observedText(gate.value), times);
}

/** What a gate allows, in words. */
export function limitSpan(gate: Place<GateResult>): NumberSpan {
  return worded(gate.at("threshold"), gate.value.threshold, limitText(gate.value));
}
