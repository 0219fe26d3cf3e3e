import type { DrilledReply } from "../../core/drilled-reply.ts";
import { conditionAfter } from "./conditions.ts";
import { requestExpressions } from "./first-routes.ts";
import type { DrillRequest } from "./promised.ts";
import { sampleAttempt } from "./sample-attempt.ts";
import { sampleReplies } from "./sample-replies.ts";
import { sampleRequests } from "./sample-requests.ts";
import type { WrittenPolicy } from "./written-policy.ts";

/** Requests that are made up for one expression, beside the plain one. */
const MOST_REQUESTS = 500;

/** Whether an expression of a trigger holds after a reply; false where it fails. */
export function holdsAfterReply(
  text: string,
  request: DrillRequest,
  reply: DrilledReply,
  { primaries }: WrittenPolicy,
): boolean {
  const holds = conditionAfter({ text, place: "" });
  return holds(request, [sampleAttempt(primaries[0] ?? "", reply)]) === true;
}

/** The plainest request and reply after which an expression holds; absent: none was made up. */
export function firstThatHolds(
  text: string,
  written: WrittenPolicy,
): { readonly request: DrillRequest; readonly reply: DrilledReply } | undefined {
  const holds = conditionAfter({ text, place: "" });
  const requests = sampleRequests([text, ...requestExpressions(written.shape)]);
  const replies = sampleReplies(text).map((reply) =>
    reply.kind === "answer" && reply.signals === undefined ? written.answer : reply,
  );
  for (const request of [written.request, ...requests.take(MOST_REQUESTS)]) {
    const reply = replies.find(
      (one) => holds(request, [sampleAttempt(written.primaries[0] ?? "", one)]) === true,
    );
    if (reply !== undefined) return { request, reply };
  }
  return undefined;
}
