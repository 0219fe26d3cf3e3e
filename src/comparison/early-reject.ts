import type { EarlyRejection } from "../core/early-rejection.ts";
import type { Policy } from "../core/policy.ts";
import type { ArmColumns } from "./arm-columns.ts";
import { uncoveredBecause } from "./comparability.ts";
import { watchGate, type GateWatch } from "./gate-watch.ts";
import { oneSided } from "./one-sided.ts";
import { COVERED, SCHEMA_ASKED, SCHEMA_INVALID } from "./outcome-flags.ts";
import { isCostMetric } from "./reading-of.ts";
import type { RecordColumns } from "./record-columns.ts";
import { watchedGates } from "./watched-gates.ts";

/** What was found out by looking at the records of a run one after the other. */
export interface EarlyFindings {
  /** Records that were looked at. */
  readonly looked: number;
  /** Every candidate was rejected before the last record: no other one was looked at. */
  readonly isStopped: boolean;
  /** By candidate; absent: none of its sequences has rejected it. */
  readonly rejections: readonly (EarlyRejection | undefined)[];
}

/** Looks at records in an order that has nothing to do with their outcomes. */
export interface EarlyReject {
  /** Takes a record of which every arm's outcome is in; whether the run may end with it. */
  look(ordinal: number): boolean;
  findings(): EarlyFindings;
}

/** Half of the error of rejecting is the sequences', the other half is left for the end. */
const SEQUENCES_SHARE = 0.5;

/** The error with which gates at the end may reject a run that was looked at all the time. */
export function errorLeft(alpha: number): number {
  return alpha * (1 - SEQUENCES_SHARE);
}

/** Watches the candidates, which are the arms from 1; a record has one outcome an arm. */
export function watchCandidates(arms: readonly ArmColumns[], records: RecordColumns): EarlyReject {
  const [baseline, ...candidates] = arms;
  if (baseline === undefined) return { look: () => false, findings: () => noFindings };
  const watched = candidates.map((candidate) => watchCandidate(baseline, candidate, records));
  let looked = 0;
  let isStopped = false;
  return {
    look(ordinal) {
      looked += 1;
      // Each one is looked at, whoever has been rejected before.
      for (const candidate of watched) candidate.look(ordinal, looked);
      isStopped =
        watched.length > 0 && looked < records.records && watched.every((one) => one.isSettled());
      return isStopped;
    },
    findings: () => ({ looked, isStopped, rejections: watched.map((one) => one.rejection()) }),
  };
}

const noFindings: EarlyFindings = { looked: 0, isStopped: false, rejections: [] };

interface CandidateWatch {
  look(ordinal: number, looked: number): void;
  /** It is rejected, and nothing keeps the arms from being compared: more records change nothing. */
  isSettled(): boolean;
  rejection(): EarlyRejection | undefined;
}

function watchCandidate(
  baseline: ArmColumns,
  candidate: ArmColumns,
  records: RecordColumns,
): CandidateWatch {
  const gates = watchedGates(candidate.policy);
  const level = (oneSided(candidate.policy.promotion.confidence) * SEQUENCES_SHARE) / gates.length;
  const watches = gates.map((gate) => watchGate(gate, level));
  const needsCosts = hasCostGate(candidate.policy);
  const coverage = { units: 0, unpaired: 0, baselineCovered: 0, candidateCovered: 0 };
  let unknownCosts = 0;
  let rejection: EarlyRejection | undefined;
  return {
    look(ordinal, looked) {
      const [before, after] = [baseline, candidate].map(
        ({ flags }) => (flags[ordinal]! & COVERED) !== 0,
      );
      coverage.units += 1;
      if (before === true) coverage.baselineCovered += 1;
      if (after === true) coverage.candidateCovered += 1;
      if (before !== after) coverage.unpaired += 1;
      unknownCosts += baseline.costs.unknown.at(ordinal) + candidate.costs.unknown.at(ordinal);
      if (rejection !== undefined) return;
      const broken = watches.find((watch) =>
        stepOf(watch, ordinal, { baseline, candidate, records }),
      );
      rejection = broken?.rejectedAt(looked);
    },
    isSettled: () =>
      rejection !== undefined &&
      uncoveredBecause(coverage).length === 0 &&
      (unknownCosts === 0 || !needsCosts),
    rejection: () => rejection,
  };
}

interface Looked {
  readonly baseline: ArmColumns;
  readonly candidate: ArmColumns;
  readonly records: RecordColumns;
}

/** A record that the gate does not speak of is no step of its sequence. */
function stepOf(watch: GateWatch, ordinal: number, looked: Looked): boolean {
  const { gate } = watch;
  const { baseline, candidate, records } = looked;
  if (!isInScope(gate, ordinal, looked)) return false;
  const isPaired = gate.bound === "max_drop" || gate.bound === "max_rise";
  const isAsked = ({ flags }: ArmColumns): boolean =>
    gate.rate.among === SCHEMA_ASKED
      ? (flags[ordinal]! & COVERED) !== 0 &&
        (records.schemaAsked[ordinal] === 1 || (flags[ordinal]! & SCHEMA_INVALID) !== 0)
      : (flags[ordinal]! & gate.rate.among) !== 0;
  if (!isAsked(candidate) || (isPaired && !isAsked(baseline))) return false;
  const counts = ({ flags }: ArmColumns): boolean => (flags[ordinal]! & gate.rate.counts) !== 0;
  return watch.step(counts(baseline), counts(candidate));
}

function isInScope(
  { segment, route }: GateWatch["gate"],
  ordinal: number,
  { candidate, records }: Looked,
): boolean {
  if (route !== undefined) {
    const code = candidate.routes.find(route);
    if (code === 0 || candidate.decided.at(ordinal) !== code) return false;
  }
  if (segment === undefined) return true;
  const tag = records.tags.get(segment.tag);
  const code = tag?.texts.find(segment.value) ?? 0;
  return code !== 0 && tag?.at(ordinal) === code;
}

/** Whether calls of unknown cost would leave the verdict open, whatever a sequence says. */
function hasCostGate({ promotion, acceptance, cost }: Policy): boolean {
  return (
    promotion.gates.some(({ metric }) => isCostMetric(metric)) ||
    acceptance.maxCostPerAcceptedNanoUsd !== undefined ||
    cost.maxPerRequestNanoUsd !== undefined ||
    cost.maxPerWorkflowNanoUsd !== undefined
  );
}
