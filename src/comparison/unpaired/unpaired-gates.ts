import { coveredUnits } from "../covered-units.ts";
import { prepareGates } from "../gates.ts";
import { scopeUnits } from "../gate-scope.ts";
import { unseenWeakness, worstCaseNote } from "../logs/gate-reading.ts";
import type { PreparedGate } from "../prepared-gate.ts";
import { isCountRule } from "../../core/count-rule.ts";
import { type GateReader } from "../promotion-gates.ts";
import type { ContextOf, TwoLogs } from "./two-logs.ts";
import { ownUnits, unpairedReading } from "./unpaired-reading.ts";
import { isUngraded } from "../logs/ungraded.ts";
import { isUntold, withoutFigure } from "./untold-metrics.ts";

const UNTOLD = "a log tells what was served, not what a policy decided or who approved it";
const UNGRADED = "answers that no grader could judge are not accepted, and here they are too many";

/**
 * Every gate that the canary's policy asks for, in the order of the document: what is held against
 * the baseline of a run is held against the control.
 */
export function* unpairedGates(
  { collected, control, canary }: TwoLogs,
  contextOf: ContextOf,
  alpha: number,
): Generator<PreparedGate> {
  const context = contextOf(canary, alpha);
  const reader: GateReader = {
    readingOf: (gate) => unpairedReading(gate, alpha, contextOf, canary),
    unitsOf: (gate) =>
      joined(scopeUnits(gate, control, collected), scopeUnits(gate, canary, collected)),
    weakness: (gate, units) =>
      isCountRule(gate) || canary.policy.promotion.decideOn === "point"
        ? unseenWeakness([canary], ownUnits(canary, units), context)
        : {},
    note: (finding, units, isAbsolute) =>
      (isAbsolute ? [canary] : [control, canary])
        .map((arm) => ({ arm, own: ownUnits(arm, units) }))
        .filter(({ arm, own }) => coveredUnits([arm], own).length < own.length)
        .map(({ arm, own }) => worstCaseNote(finding, [arm], own))
        .join(""),
    baselineName: "the control",
  };
  const arms = { baseline: control, candidate: canary };
  for (const gate of prepareGates(arms, context, reader)) {
    if (isUntold(gate.metric)) yield withoutFigure(gate, "not_in_a_log", UNTOLD);
    else if (isUngraded(gate.metric, [control, canary])) {
      yield withoutFigure(gate, "not_judged", UNGRADED);
    } else yield gate;
  }
}

/** The units of both: which of them is whose shows in the arms. */
function joined(first: Uint32Array, second: Uint32Array): Uint32Array {
  const both = new Uint32Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
