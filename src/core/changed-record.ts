import type { Message, ModelRequest } from "./model-request.ts";
import { redactedRequest } from "./redacted-request.ts";
import type { KnownOutcome, ReplayRecord } from "./replay-record.ts";
import type { RequestChange } from "./request-change.ts";

/**
 * The record as it is sent under a change; the very same where nothing of its request changes.
 *
 * What a table knows was answered to the request as it stood. To other words nobody has answered:
 * its outcomes are left out, and the call is not covered. Under a mere limit of the answer's length
 * the answers known to keep it stay.
 */
export function changedRecord(record: ReplayRecord, change: RequestChange): ReplayRecord {
  const asked = withOtherWords(record.request, change);
  const limit = change.maxOutputTokens;
  const isTighter = limit !== undefined && limit < (asked.maxOutputTokens ?? Infinity);
  const request = isTighter ? { ...asked, maxOutputTokens: limit } : asked;
  if (request === record.request) return record;
  const outcomes =
    asked === record.request && limit !== undefined
      ? outcomesWithin(limit, record.outcomes)
      : undefined;
  return { ...record, request, outcomes };
}

function withOtherWords(
  original: ModelRequest,
  { instruction, withoutTools, redact }: RequestChange,
): ModelRequest {
  let request = original;
  if (redact !== undefined) request = redactedRequest(request, redact).request;
  if (withoutTools === true && request.tools.length > 0) {
    request = { ...request, tools: [], toolChoice: undefined };
  }
  if (instruction === undefined) return request;
  const system: Message = { role: "system", content: instruction };
  return { ...request, messages: [system, ...request.messages] };
}

function outcomesWithin(
  mostTokens: number,
  outcomes: ReplayRecord["outcomes"],
): ReplayRecord["outcomes"] {
  if (outcomes === undefined) return undefined;
  const isWithin = ({ usage }: KnownOutcome): boolean =>
    usage.outputTokens !== undefined && usage.outputTokens <= mostTokens;
  return new Map([...outcomes].filter(([, outcome]) => isWithin(outcome)));
}
