import { failureKinds, transientKinds } from "../../core/failure.ts";
import { unwritten } from "./promise-at.ts";
import type { Promised } from "./promised.ts";
import { situationsOf, type Situation } from "./situations.ts";
import { hasSuccession } from "./fallbacks.ts";
import { isWrittenFor } from "./happens.ts";
import { chosenSay, firstCall } from "./walks.ts";
import type { WrittenPolicy } from "./written-policy.ts";

const reactions = ["retry", "fallback", "stop", "queue"] as const;

/** What no line speaks of does not happen: no retry, and above all no silent change of the route. */
export function unwrittenPromise(written: WrittenPolicy): readonly Promised[] {
  const left = failureKinds
    .filter((kind) => kind !== "harness_error")
    .flatMap((kind) => situationsOf(kind, written))
    .filter((situation) => isUnspoken(situation, written));
  if (left.length === 0) return [];
  return [
    unwritten({
      kind: "unwritten",
      id: "what no transition is written for",
      words: "it ends with that call: nothing is retried, and no other route is called",
      drills: left.map(({ words, request, reply }) => ({
        words,
        request,
        script: chosenSay(written, reply),
        expected: {
          attempts: [firstCall(written)],
          // A bad answer is an answer as long as nothing else is said.
          ending: reply.kind === "failure" || reply.kind === "slow" ? "failed" : "answered",
        },
      })),
    }),
  ];
}

/** Whether no line of the document speaks of a situation. */
export function isUnspoken(situation: Situation, written: WrittenPolicy): boolean {
  if (reactions.some((does) => isWrittenFor(does, situation, "when_spent", written))) return false;
  const { words, reply } = situation;
  if (written.cascade?.escalates(reply) === true) return false;
  return !(hasSuccession(written) && [...transientKinds].some((kind) => kind === words));
}
