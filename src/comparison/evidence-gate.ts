import { countFinding } from "./count-finding.ts";
import { coveredUnits } from "./covered-units.ts";
import { flaggedUnits } from "./flagged-units.ts";
import { unseenWeakness } from "./logs/gate-reading.ts";
import type { ReadingContext } from "./metric-reading.ts";
import { EVIDENCE } from "./outcome-flags.ts";
import type { PreparedGate } from "./prepared-gate.ts";
import type { ArmPair } from "./promotion-gates.ts";

/** The gate of `evidence`: every required log is there on every outcome of the candidate. */
export function evidenceGate(
  { candidate }: ArmPair,
  context: Pick<ReadingContext, "collected">,
): readonly PreparedGate[] {
  const { requiredLogs } = candidate.policy;
  if (requiredLogs.length === 0) return [];
  const covered = coveredUnits([candidate], candidate.present);
  const n = covered.length;
  const incomplete = n - flaggedUnits(covered, candidate.flags, EVIDENCE).length;
  const { weakness } = unseenWeakness([candidate], candidate.present, context);
  const plain =
    incomplete === 0
      ? `evidence is complete on all of ${n} outcomes`
      : `evidence is incomplete on ${incomplete} of ${n} outcomes (${requiredLogs.join(", ")})`;
  const because = weakness === undefined ? plain : `${plain}; ${weakness}`;
  return [
    {
      id: "evidence.required_logs complete",
      metric: "evidence_complete_rate",
      askedBy: "evidence",
      scope: "overall",
      bound: "min",
      threshold: 1,
      baseline: null,
      candidate: n === 0 ? null : (n - incomplete) / n,
      finding: countFinding(incomplete, n, weakness),
      direction: "max",
      limit: 0,
      isCount: true,
      unpricedCalls: 0,
      sentence: () => (n === 0 ? "there is no outcome to hold evidence" : because),
    },
  ];
}
