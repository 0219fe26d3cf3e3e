import { isCountRule } from "../core/count-rule.ts";
import type { Gate } from "../core/gate.ts";
import type { ArmColumns } from "./arm-columns.ts";
import { cautionWeakness } from "./cautious-bounds.ts";
import { isTooMuchMissing, unknownFinding, type Finding } from "./finding.ts";
import { flaggedUnits } from "./flagged-units.ts";
import { gateSentence } from "./gate-sentence.ts";
import { gatewayRouteOf } from "./gateway-flags.ts";
import { pairedUnits, scopeName, scopeUnits, scopeWeakness } from "./gate-scope.ts";
import type { MetricReading, ReadingContext } from "./metric-reading.ts";
import { ANSWERED, UNTOLD, VIOLATED } from "./outcome-flags.ts";
import { directionOf, type PreparedGate } from "./prepared-gate.ts";
import { gateReadingOf, unseenWeakness, worstCaseNote } from "./logs/gate-reading.ts";
import { mixedOrigins } from "./logs/mixed-origins.ts";
import { isCostMetric, isLatencyMetric } from "./reading-of.ts";

/** The two sides of a comparison. */
export interface ArmPair {
  readonly baseline: ArmColumns;
  readonly candidate: ArmColumns;
}

/** How a gate of `promotion.gates` finds what it speaks of in two arms. */
export interface GateReader {
  /** Absent: no metric or grader has that name. */
  readonly readingOf: (gate: Gate) => MetricReading | undefined;
  /** Of the candidate alone, where it is not held against the baseline. */
  readonly unitsOf: (gate: Gate, isAbsolute: boolean) => Uint32Array;
  /** Why it may not pass, whatever its bounds say. */
  readonly weakness: (
    gate: Gate,
    units: Uint32Array,
    isAbsolute: boolean,
  ) => Partial<Pick<Finding, "weakness" | "recordsNeeded">>;
  /** What its bounds allow for, as the end of its sentence; empty: they are the plain ones. */
  readonly note: (finding: Finding, units: Uint32Array, isAbsolute: boolean) => string;
  /** What the baseline is called in a sentence. */
  readonly baselineName: string;
}

/** Reads pairs: outcomes of the same records in both arms. */
function pairReader({ baseline, candidate }: ArmPair, context: ReadingContext): GateReader {
  const { decideOn } = candidate.policy.promotion;
  const seen = (isAbsolute: boolean) => (isAbsolute ? [candidate] : [baseline, candidate]);
  return {
    readingOf: (gate) => gateReadingOf(gate, context),
    unitsOf: (gate, isAbsolute) => {
      const all = scopeUnits(gate, candidate, context.collected);
      return isAbsolute ? all : pairedUnits(baseline, all);
    },
    weakness: (gate, units, isAbsolute) => ({
      ...(isCountRule(gate) || decideOn === "point"
        ? unseenWeakness(seen(isAbsolute), units, context)
        : {}),
      ...(isLatencyMetric(gate.metric) ? mixedOrigins(seen(isAbsolute), units) : {}),
      ...scopeWeakness(gate, { baseline, candidate }, context.collected),
    }),
    note: (finding, units, isAbsolute) => worstCaseNote(finding, seen(isAbsolute), units),
    baselineName: "the baseline",
  };
}

/** The gates of `promotion.gates`, each on its scope. */
export function* promotionGates(
  arms: ArmPair,
  context: ReadingContext,
  reader: GateReader = pairReader(arms, context),
): Generator<PreparedGate> {
  const { promotion } = arms.candidate.policy;
  for (const { id, gate } of namedGates(promotion.gates)) yield prepare(gate, id, arms, reader);
}

/** Gates by the names they have in the file: the second of two that are alike is `… (2)`. */
export function namedGates(
  gates: readonly Gate[],
): readonly { readonly id: string; readonly gate: Gate }[] {
  const ids = new Map<string, number>();
  return gates.map((gate) => {
    const id = gateId(gate);
    const count = (ids.get(id) ?? 0) + 1;
    ids.set(id, count);
    return { id: count === 1 ? id : `${id} (${count})`, gate };
  });
}

/** One gate by itself. */
export function prepareGate(gate: Gate, arms: ArmPair, context: ReadingContext): PreparedGate {
  return prepare(gate, gateId(gate), arms, pairReader(arms, context));
}

function gateId(gate: Gate): string {
  const provider = gate.provider === undefined ? "" : ` ${gate.provider}`;
  const scope = scopeName(gate);
  const where = scope === "overall" ? "" : ` [${scope}]`;
  return `${gate.metric}${provider} ${gate.bound} ${gate.threshold}${where}`;
}

function prepare(gate: Gate, id: string, arms: ArmPair, reader: GateReader): PreparedGate {
  const { baseline, candidate } = arms;
  const { bound, threshold } = gate;
  const reading = reader.readingOf(gate);
  const isAbsolute = bound === "min" || bound === "max";
  const units = reader.unitsOf(gate, isAbsolute);
  const found =
    reading === undefined
      ? unknownFinding("no_such_metric", { n: 0, method: "none" })
      : findingFor(reading, gate, arms, units);
  const direction = directionOf(bound);
  const { confidence, decideOn } = candidate.policy.promotion;
  const isCount = isCountRule(gate);
  const seen = isAbsolute ? [candidate] : [baseline, candidate];
  const finding = {
    ...found,
    ...(decideOn === "bound" && cautionWeakness(found, direction, threshold)),
    isIdentical: found.isIdentical === true && allowsNoChange(gate),
    ...reader.weakness(gate, units, isAbsolute),
    ...untoldWeakness(gate, candidate, units),
  };
  const scope = scopeName(gate);
  const name = gate.provider === undefined ? gate.metric : `${gate.metric} ${gate.provider}`;
  const { baselineName } = reader;
  const limit = { metric: name, scope, bound, direction, threshold };
  const facts = { ...limit, finding, confidence, isCount, baselineName };
  return {
    id,
    metric: gate.metric,
    askedBy: "promotion.gates",
    scope,
    bound,
    threshold,
    baseline: reading?.point(baseline, units) ?? null,
    candidate: reading?.point(candidate, units) ?? null,
    finding,
    direction,
    limit: threshold,
    isCount,
    unpricedCalls: isCostMetric(gate.metric) ? unpricedCalls(seen, units) : 0,
    sentence: (status) =>
      gateSentence({ ...facts, status }) +
      reader.note(finding, units, isAbsolute) +
      describes(gate),
  };
}

/** A drop is what the baseline has more: held against the threshold as it is written. */
function findingFor(
  reading: MetricReading,
  { bound }: Gate,
  { baseline, candidate }: ArmPair,
  units: Uint32Array,
): Finding {
  switch (bound) {
    case "min":
    case "max":
      return reading.absolute(candidate, units);
    case "max_drop":
      return reading.difference(candidate, baseline, units);
    case "max_rise":
      return reading.difference(baseline, candidate, units);
    case "max_ratio":
    case "min_ratio":
      return reading.ratio(baseline, candidate, units);
  }
}

/** Arms that show the same figures violate no gate that lets them stay as they are. */
export function allowsNoChange({ bound, threshold }: Pick<Gate, "bound" | "threshold">): boolean {
  switch (bound) {
    case "min":
    case "max":
      return false;
    case "max_drop":
    case "max_rise":
      return threshold >= 0;
    case "max_ratio":
      return threshold >= 1;
    case "min_ratio":
      return threshold <= 1;
  }
}

/** Where nobody knows what a gateway served, or it served nothing, nobody knows that it kept to the policy. */
function untoldWeakness(
  gate: Gate,
  { flags, policy }: ArmColumns,
  units: Uint32Array,
): Partial<Pick<Finding, "weakness" | "recordsNeeded">> {
  if (gate.metric !== "policy_violation_rate") return {};
  const isServed = flaggedUnits(units, flags, ANSWERED | VIOLATED).length > 0;
  if (gatewayRouteOf(policy) !== undefined && !isServed) {
    const weakness = `the gateway answered for none of ${units.length} outcomes`;
    return { weakness, recordsNeeded: () => null };
  }
  const untold = flaggedUnits(units, flags, UNTOLD).length;
  if (untold === 0) return {};
  if (!isCountRule(gate) && !isTooMuchMissing(untold, units.length)) return {};
  const weakness = `the gateway does not say what it served for ${untold} of ${units.length} outcomes`;
  return { weakness, recordsNeeded: () => null };
}

/** Attempts of some units whose cost is not known. */
export function unpricedCalls(arms: readonly ArmColumns[], units: Uint32Array): number {
  return arms.reduce((calls, { costs }) => calls + costs.unknown.sumOf(units), 0);
}

/** Routes see the records they are sent: a figure of one describes it on those alone. */
function describes({ route }: Gate): string {
  if (route === undefined) return "";
  return "; this describes the route on the records that the candidate sent to it, and no others";
}
