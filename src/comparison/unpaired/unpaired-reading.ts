import type { Gate } from "../../core/gate.ts";
import { HarnessError } from "../../core/harness-error.ts";
import type { ArmColumns } from "../arm-columns.ts";
import { flaggedUnits } from "../flagged-units.ts";
import { gateReadingOf } from "../logs/gate-reading.ts";
import type { MetricReading } from "../metric-reading.ts";
import { PRESENT } from "../outcome-flags.ts";
import type { ContextOf } from "./two-logs.ts";
import {
  unpairedDifferenceFinding,
  unpairedRatioFinding,
  type TwoSides,
} from "./unpaired-finding.ts";

/**
 * How a metric is read off two arms of other records each; absent: no metric or grader has that
 * name. Units may be those of both arms: each takes its own.
 */
export function unpairedReading(
  gate: Pick<Gate, "metric" | "provider">,
  alpha: number,
  contextOf: ContextOf,
  anyArm: ArmColumns,
): MetricReading | undefined {
  if (gateReadingOf(gate, contextOf(anyArm, alpha)) === undefined) return undefined;
  const readingFor = (arm: ArmColumns, level: number): MetricReading => {
    const reading = gateReadingOf(gate, contextOf(arm, level));
    if (reading === undefined) throw new HarnessError("bug", `no metric "${gate.metric}"`);
    return reading;
  };
  const sides = (from: ArmColumns, to: ArmColumns, units: Uint32Array): TwoSides => {
    const [ofFrom, ofTo] = [ownUnits(from, units), ownUnits(to, units)];
    return {
      from: (level) => readingFor(from, level).absolute(from, ofFrom),
      to: (level) => readingFor(to, level).absolute(to, ofTo),
    };
  };
  return {
    point: (arm, units) => readingFor(arm, alpha).point(arm, ownUnits(arm, units)),
    absolute: (arm, units) => readingFor(arm, alpha).absolute(arm, ownUnits(arm, units)),
    difference: (from, to, units) => unpairedDifferenceFinding(sides(from, to, units), alpha),
    ratio: (from, to, units) => unpairedRatioFinding(sides(from, to, units), alpha),
  };
}

/** Those of some units of which the arm has an outcome. */
export function ownUnits(arm: ArmColumns, units: Uint32Array): Uint32Array {
  return flaggedUnits(units, arm.flags, PRESENT);
}
