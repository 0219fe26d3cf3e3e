import { acceptanceGates } from "./acceptance-gates.ts";
import { costGates } from "./cost-gates.ts";
import { evidenceGate } from "./evidence-gate.ts";
import { latencyGates } from "./latency-gates.ts";
import type { ReadingContext } from "./metric-reading.ts";
import type { PreparedGate } from "./prepared-gate.ts";
import { promotionGates, type ArmPair, type GateReader } from "./promotion-gates.ts";

/**
 * Every gate that the candidate's policy asks for, in the order of the document. One at a time:
 * each holds its sample until it is decided, and a million records are large for a sample. Without
 * a reader the arms are held against each other in pairs.
 */
export function* prepareGates(
  arms: ArmPair,
  context: ReadingContext,
  reader?: GateReader,
): Generator<PreparedGate> {
  yield* promotionGates(arms, context, reader);
  yield* acceptanceGates(arms, context);
  yield* latencyGates(arms, context);
  yield* costGates(arms, context);
  yield* evidenceGate(arms, context);
}
