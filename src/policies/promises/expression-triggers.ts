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

/** A request, and what is said to it. */
export interface Exchange {
  readonly request: DrillRequest;
  readonly reply: DrilledReply;
}

/** The plainest exchange after which an expression is true, or false; absent: none was made up. */
export function firstWhere(
  text: string,
  value: boolean,
  written: WrittenPolicy,
): Exchange | undefined {
  const holds = conditionAfter({ text, place: "" });
  const [route = ""] = written.primaries;
  const requests = sampleRequests([text, ...requestExpressions(written.shape)]);
  const replies = [written.answer, ...sampleReplies(text)];
  for (const request of [written.request, ...requests.take(MOST_REQUESTS)]) {
    if (!written.decides(request)) continue;
    for (const reply of replies) {
      const asked = askedFor(request, reply);
      if (holds(asked, [sampleAttempt(route, reply)]) === value) return { request: asked, reply };
    }
  }
  return undefined;
}

/** A text of its own answers a request that asks for no schema: it would only break it. */
function askedFor(request: DrillRequest, reply: DrilledReply): DrillRequest {
  if (reply.kind === "failure" || reply.text === undefined) return request;
  return { ...request, request: { ...request.request, responseSchema: undefined } };
}
