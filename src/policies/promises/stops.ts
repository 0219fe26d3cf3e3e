import { promiseAt } from "./promise-at.ts";
import { DRILL_BACKUP, withAllowed, withBackup, withFallbackOn, withRetryOn } from "./changes.ts";
import type { Drill, ExpectedAttempt, Promised } from "./promised.ts";
import { situationsOf, type Situation } from "./situations.ts";
import { happens, isWrittenFor } from "./happens.ts";
import { chosenSay, firstCall } from "./walks.ts";
import type { WrittenPolicy } from "./written-policy.ts";
import type { WrittenTransition } from "./written-transitions.ts";

/** `stop_without_fallback` and `stop_and_queue`: no other route is called, and nothing is retried. */
export function stopPromises(written: WrittenPolicy): readonly Promised[] {
  return written.transitions.flatMap((transition) => {
    const { does, path, id, triggers } = transition;
    if (does !== "stop" && does !== "queue") return [];
    return [
      promiseAt(written, path, {
        kind: does,
        id,
        words:
          does === "stop"
            ? "it ends there: no answer is taken and no other route is called"
            : "it waits for a person: no answer is taken and no other route is called",
        drills: triggers.flatMap((trigger) =>
          situationsOf(trigger, written).flatMap((situation) =>
            drillsOf(transition, trigger, situation, written),
          ),
        ),
      }),
    ];
  });
}

function drillsOf(
  { does }: WrittenTransition,
  trigger: string,
  situation: Situation,
  written: WrittenPolicy,
): readonly Drill[] {
  const ending = does === "queue" ? "queued" : "stopped";
  const expected = { attempts: callsBeforeStop(trigger, situation, written), ending } as const;
  const plain: Drill = {
    words: situation.words,
    request: situation.request,
    script: chosenSay(written, situation.reply),
    expected,
  };
  return [plain, { ...plain, ...contradicted(trigger, situation, written) }];
}

/** The same where a retry and a fallback are written for the very same: a stop comes before both. */
function contradicted(
  trigger: string,
  { words }: Situation,
  { shape }: WrittenPolicy,
): Pick<Drill, "words" | "shape"> {
  const withRoute = withAllowed(withBackup(shape, DRILL_BACKUP), DRILL_BACKUP);
  return {
    words: `${words}, with a retry and a fallback written for it too`,
    shape: withRetryOn(withFallbackOn(withRoute, trigger), trigger),
  };
}

/** What is stopped at once has had one call; what is stopped when it lasts has had its retry. */
function callsBeforeStop(
  trigger: string,
  situation: Situation,
  written: WrittenPolicy,
): readonly ExpectedAttempt[] {
  if (situation.isBeforeCall) return [];
  const lasts = !happens(trigger, situation, "at_once", written);
  const isRetried = lasts && isWrittenFor("retry", situation, "at_once", written);
  return isRetried ? [firstCall(written), { kind: "retry", route: "same" }] : [firstCall(written)];
}
