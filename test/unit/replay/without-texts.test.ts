import { expect, test } from "vitest";
import { withoutTexts } from "../../../src/replay/without-texts.ts";
import { anOutcome } from "./builders.ts";

test("what a classifier said of a record keeps its label and its figures, not its words", () => {
  const classification = {
    label: undefined,
    confidence: 0.4,
    by: "model",
    because: 'its answer is no object: "my card is 4111"',
    latencyMs: 310,
    costNanoUsd: 7,
    usage: undefined,
  } as const;
  const kept = withoutTexts(anOutcome({ trace: { classification, queuedMs: 5 } }));
  expect(kept.trace).toEqual({ classification: { ...classification, because: "" }, queuedMs: 5 });
});
