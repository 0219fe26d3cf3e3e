import type { ServerResponse } from "node:http";
import { drilledText, type DrilledReply } from "../core/drilled-reply.ts";
import type { FailureKind } from "../core/failure.ts";
import type { JsonObject } from "../core/json.ts";

/** HTTP errors as an upstream of OpenAI's chat wire answers them. */
const httpErrors: Readonly<
  Partial<Record<FailureKind, readonly [status: number, type: string, code: string | null]>>
> = {
  rate_limit: [429, "requests", "rate_limit_exceeded"],
  quota_exceeded: [429, "insufficient_quota", "insufficient_quota"],
  overloaded: [503, "service_unavailable_error", "server_is_overloaded"],
  transient_5xx: [500, "server_error", null],
  context_length_exceeded: [400, "invalid_request_error", "context_length_exceeded"],
  unsupported_file_type: [415, "invalid_request_error", "unsupported_file_type"],
  invalid_request: [400, "invalid_request_error", "invalid_value"],
  authentication: [401, "invalid_request_error", "invalid_api_key"],
  permission: [403, "invalid_request_error", "permission_denied"],
  model_not_found: [404, "invalid_request_error", "model_not_found"],
};

/** Failures that have no status of their own, and how an upstream brings them about. */
const otherFailures: ReadonlySet<FailureKind> = new Set<FailureKind>([
  "connection",
  "stream_interrupted",
  "invalid_response",
  "safety_refusal",
  "content_filter",
]);

/**
 * Whether an upstream can say a reply: the engine's own failures come from no provider, signals are
 * nothing that a wire carries, and first tokens are those of streams.
 */
export function canSay(reply: DrilledReply): boolean {
  switch (reply.kind) {
    case "answer":
      return isPlain(reply) && reply.isMute === undefined;
    case "failure":
      return httpErrors[reply.failure] !== undefined || otherFailures.has(reply.failure);
    case "slow":
      return isPlain(reply) && reply.firstTokenMs === undefined;
    case "schema_invalid":
    case "truncated":
      return isPlain(reply);
  }
}

function isPlain(reply: Exclude<DrilledReply, { kind: "failure" }>): boolean {
  return reply.signals === undefined && reply.toolCalls === undefined;
}

/** Answers one request on OpenAI's chat wire; `slow` replies are the caller's to wait for. */
export function sayReply(reply: DrilledReply, model: string, response: ServerResponse): void {
  if (reply.kind !== "failure") {
    const finish = reply.kind === "truncated" ? "length" : "stop";
    return sendJson(response, 200, completion(model, { content: drilledText(reply) }, finish));
  }
  const error = httpErrors[reply.failure];
  if (error !== undefined) {
    const [usual, type, code] = error;
    const status = reply.status ?? usual;
    const message = `injected: ${reply.failure}`;
    return sendJson(response, status, { error: { message, type, param: null, code } });
  }
  switch (reply.failure) {
    case "safety_refusal":
      return sendJson(
        response,
        200,
        completion(model, { content: null, refusal: "I can't help with that." }, "stop"),
      );
    case "content_filter":
      return sendJson(response, 200, completion(model, { content: null }, "content_filter"));
    case "invalid_response":
      response.writeHead(200, { "content-type": "text/html" });
      response.end("<html><body>Please log in</body></html>");
      return undefined;
    case "stream_interrupted":
      response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
      response.write('{"id":"chatcmpl-drill","object":"chat.comp', () => response.destroy());
      return undefined;
    default:
      response.destroy();
      return undefined;
  }
}

function completion(model: string, message: JsonObject, finish: string): JsonObject {
  return {
    id: "chatcmpl-drill",
    object: "chat.completion",
    created: 1_795_000_000,
    model,
    choices: [
      {
        index: 0,
        message: { role: "assistant", refusal: null, ...message },
        logprobs: null,
        finish_reason: finish,
      },
    ],
    usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
  };
}

function sendJson(response: ServerResponse, status: number, body: JsonObject): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
