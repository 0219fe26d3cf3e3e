import { promiseAt } from "./promise-at.ts";
import type { Drill, Promised } from "./promised.ts";
import { situationsOf, type Situation } from "./situations.ts";
import { isStopped } from "./happens.ts";
import { chosenSay, firstCall } from "./walks.ts";
import type { WrittenPolicy } from "./written-policy.ts";
import type { WrittenTransition } from "./written-transitions.ts";

/** `retry_same_route_once`: a second call of the same route for each trigger, and no third. */
export function retryPromises(written: WrittenPolicy): readonly Promised[] {
  return written.transitions
    .filter(({ does }) => does === "retry")
    .map((transition) =>
      promiseAt(written, transition.path, {
        kind: "retry",
        id: transition.id,
        words: "the same route is called once more, and not a third time",
        drills: retriedSituations(transition, written).flatMap((situation) =>
          drillsOf(situation, written),
        ),
      }),
    );
}

/** A stop for one kind of a wider trigger takes it away; one for the trigger itself contradicts. */
function retriedSituations(
  { triggers }: WrittenTransition,
  written: WrittenPolicy,
): readonly Situation[] {
  return triggers.flatMap((trigger) => {
    const all = situationsOf(trigger, written).filter(({ isBeforeCall }) => !isBeforeCall);
    const left = all.filter((one) => !isStopped(one, "at_once", written));
    return left.length > 0 ? left : all;
  });
}

function drillsOf({ words, request, reply }: Situation, written: WrittenPolicy): readonly Drill[] {
  const twice = [firstCall(written), { kind: "retry", route: "same" } as const];
  return [
    {
      words: `${words}, then an answer`,
      request,
      script: chosenSay(written, reply, written.answer),
      expected: { attempts: twice, ending: "answered" },
    },
    {
      words: `${words} again and again`,
      request,
      script: chosenSay(written, reply),
      expected: { attempts: twice, mayGoOn: true, mostCallsOfFirst: 2 },
    },
  ];
}
