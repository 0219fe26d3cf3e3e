import type { Advisor } from "../../core/advice.ts";
import { HarnessError } from "../../core/harness-error.ts";
import type { Provider } from "../../core/provider.ts";
import type { Route } from "../../core/route.ts";
import { classificationOf } from "./classifier-answer.ts";
import { classifierCall, type ModelNeeds } from "./classifier-call.ts";

/**
 * Asks a small model what a record is about, through what answers every call of the run: the same
 * cap, limits, recordings and journal of attempts hold. It is asked once: a call that fails leaves
 * the record unsure.
 */
export function createModelAdvisor(needs: ModelNeeds, route: Route, provider: Provider): Advisor {
  return {
    async advise(trial, clock, signal) {
      try {
        const reply = await provider.call(classifierCall(trial, route, needs), clock, signal);
        return { kind: "classified", classification: classificationOf(reply, needs.labels) };
      } catch (error) {
        if (signal.aborted || error instanceof HarnessError) throw error;
        const because = error instanceof Error ? error.message : String(error);
        return { kind: "failed", because: `the classifier broke: ${because}` };
      }
    },
  };
}
