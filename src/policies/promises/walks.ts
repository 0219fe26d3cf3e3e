import type { DrilledReply, DrillScript } from "../../core/drilled-reply.ts";
import { isWrittenFor } from "./happens.ts";
import type { ExpectedAttempt } from "./promised.ts";
import type { Situation } from "./situations.ts";
import type { WrittenPolicy } from "./written-policy.ts";

/** The first call of the plain request. */
export function firstCall({ primaries }: WrittenPolicy): ExpectedAttempt {
  return { kind: "first", route: primaries };
}

/**
 * The calls that a document asks for before a fallback, where the routes chosen say the same over
 * and over: each of them, and its retry where one is written.
 */
export function callsBeforeFallback(
  situation: Situation,
  written: WrittenPolicy,
): readonly ExpectedAttempt[] {
  const isRetried = isWrittenFor("retry", situation, "at_once", written);
  const retry: readonly ExpectedAttempt[] = isRetried ? [{ kind: "retry", route: "same" }] : [];
  const calls = [firstCall(written), ...retry];
  const { cascade } = written;
  if (cascade?.escalates(situation.reply) !== true) return calls;
  for (const route of cascade.routes.slice(1, 1 + cascade.maxEscalations)) {
    calls.push({ kind: "escalation", route: [route] }, ...retry);
  }
  return calls;
}

/** A script in which the routes chosen say these replies, and all others answer well. */
export function chosenSay(
  written: WrittenPolicy,
  ...replies: readonly DrilledReply[]
): DrillScript {
  const chosen = [...written.primaries, ...(written.cascade?.routes ?? [])];
  return {
    byRoute: new Map(chosen.map((route) => [route, replies])),
    others: [written.answer],
  };
}

/** A script in which every route says the same. */
export function allSay(reply: DrilledReply): DrillScript {
  return { byRoute: new Map(), others: [reply] };
}
