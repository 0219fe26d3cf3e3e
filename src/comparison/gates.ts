import { acceptanceGates } from "./acceptance-gates.ts";
import { costGates } from "./cost-gates.ts";
import { evidenceGate } from "./evidence-gate.ts";
import { latencyGates } from "./latency-gates.ts";
import type { ReadingContext } from "./metric-reading.ts";
import type { PreparedGate } from "./prepared-gate.ts";
import { promotionGates, type ArmPair } from "./promotion-gates.ts";

/**
 * Every gate that the candidate's policy asks for, in the order of the document. One at a time:
 * each holds its sample until it is decided, and a million records are large for a sample.
 */
export function* prepareGates(arms: ArmPair, context: ReadingContext): Generator<PreparedGate> {
  yield* promotionGates(arms, context);
  yield* acceptanceGates(arms, context);
  yield* latencyGates(arms, context);
  yield* costGates(arms, context);
  yield* evidenceGate(arms, context);
}
