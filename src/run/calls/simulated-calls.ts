import type { JsonValue } from "../../core/json.ts";
import type { Provider } from "../../core/provider.ts";
import type { CheckedDataset } from "../../datasets/check-dataset.ts";
import { createSimulatedProvider } from "../../providers/simulated-provider.ts";

/** How many records' expectations wrong simulated answers are picked from. */
const ANSWER_POOL = 256;

/** Routes as the registry describes them, with wrong answers taken from other records. */
export async function simulatedCalls(dataset: CheckedDataset, seed: number): Promise<Provider> {
  return createSimulatedProvider({ seed, answers: await firstExpectations(dataset) });
}

async function firstExpectations(dataset: CheckedDataset): Promise<readonly JsonValue[]> {
  const answers: JsonValue[] = [];
  for await (const batch of dataset.records()) {
    for (const { expected } of batch) if (expected !== undefined) answers.push(expected);
    if (answers.length >= ANSWER_POOL) break;
  }
  return answers.slice(0, ANSWER_POOL);
}
