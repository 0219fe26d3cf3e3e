import type { DrilledReply } from "../../core/drilled-reply.ts";
import { promiseAt } from "./promise-at.ts";
import type { Drill, ExpectedAttempt, Promised } from "./promised.ts";
import { situationOfReply } from "./situations.ts";
import { isStopped, isWrittenFor } from "./happens.ts";
import { firstCall } from "./walks.ts";
import type { WrittenPolicy } from "./written-policy.ts";

/** `escalate_when`: the next route of the cascade is called, and only then. */
export function escalationPromises(written: WrittenPolicy): readonly Promised[] {
  const { cascade } = written;
  const [, next] = cascade?.routes ?? [];
  if (cascade === undefined) return [];
  // A stop for some of the answers takes them away; one for all of them contradicts the cascade.
  const unstopped = cascade.escalating.filter((reply) => !isStoppedOn(reply, written));
  const replies = unstopped.length > 0 ? unstopped : cascade.escalating;
  const drills = replies.map((reply) => drillOf(reply, next ?? "", written));
  const hasDrills = next !== undefined && cascade.maxEscalations > 0 && drills.length > 0;
  return [
    promiseAt(written, ["route_selection", "cascade", "escalate_when"], {
      kind: "escalation",
      id: "route_selection.cascade: escalate_when",
      words: `${next ?? "the next route"} is called where the condition holds on an answer`,
      ...(hasDrills
        ? { drills }
        : { drills: [], notDrilled: "no made-up answer fulfils the condition" }),
    }),
  ];
}

function isStoppedOn(reply: DrilledReply, written: WrittenPolicy): boolean {
  return isStopped(situationOfReply(reply, written), "when_spent", written);
}

function drillOf(reply: DrilledReply, next: string, written: WrittenPolicy): Drill {
  const situation = situationOfReply(reply, written);
  const isRetried = isWrittenFor("retry", situation, "at_once", written);
  const retry: readonly ExpectedAttempt[] = isRetried ? [{ kind: "retry", route: "same" }] : [];
  return {
    words: situation.words,
    request: written.request,
    script: {
      byRoute: new Map(written.primaries.map((route) => [route, [reply]])),
      others: [written.answer],
    },
    expected: {
      attempts: [firstCall(written), ...retry, { kind: "escalation", route: [next] }],
      ending: "answered",
    },
  };
}
