import type { JsonObject, JsonValue } from "../../core/json.ts";
import type { LoggedAttempt, LoggedResult } from "../../core/logged-request.ts";
import type { ModelRequest } from "../../core/model-request.ts";
import { unknownUsage, type Usage } from "../../core/usage.ts";
import { readCost, readCount, shown, type Fault } from "../read-cell.ts";
import { failureOf } from "./error-class.ts";
import type { CallEvent, LoggedInput } from "./log-event.ts";
import type { LogReading } from "./log-format.ts";
import { emptyRequest, requestOfBody } from "./request-body.ts";
import { responseOfBody } from "./response-body.ts";
import { firstText, objectIn, present, textIn, unmappedFields } from "./row-fields.ts";
import { usageOf } from "./usage-basis.ts";

/** What LiteLLM writes in place of a text that it was told to keep out of its logs. */
const REDACTED = "redacted-by-litellm";

/** Kinds of calls that are no request to a language model. */
const otherCalls =
  /embedding|image|transcription|speech|moderation|rerank|file|batch|fine_?tuning|assistants?|thread|vector_store|ocr|search|mcp|health/;

/** Whether the row is no request to a language model; it is counted as what it is. */
export function isOtherCall(row: JsonObject, { skip }: LogReading): boolean {
  const type = row["call_type"];
  // Most rows are of these two kinds.
  if (type === "acompletion" || type === "completion") return false;
  if (typeof type !== "string" || !otherCalls.test(type)) return false;
  skip(type);
  return true;
}

const unmappedMetadata = unmappedFields(
  "metadata",
  new Set([
    "usage_object",
    "error_information",
    "attempted_retries",
    "attempted_fallbacks",
    "original_model_group",
    "user_api_key_team_id",
    "user_api_key_hash",
    "user_api_key",
    "status",
  ]),
);

/** What both logs hold under the same names. */
export interface CallParts {
  readonly metadata: JsonObject;
  readonly isFailure: boolean;
  readonly usage: Usage;
  readonly requestedModel: string | undefined;
  readonly unseenBefore: CallEvent["unseenBefore"];
}

export function callParts(row: JsonObject, { fault, unmapped }: LogReading): CallParts {
  const metadata = objectIn(row["metadata"]);
  unmappedMetadata(metadata, unmapped);
  const isFailure = hasFailed(row["status"] ?? metadata["status"], fault);
  const group = textIn(row["model_group"]);
  const original = textIn(metadata["original_model_group"]);
  return {
    metadata,
    isFailure,
    usage: usageIn(row, objectIn(metadata["usage_object"]), isFailure, fault),
    requestedModel: original ?? group,
    unseenBefore: unseenIn(metadata, group, original, fault),
  };
}

/** Rows that say nothing of it are older than the column, and were written for answers. */
function hasFailed(status: JsonValue | undefined, fault: Fault): boolean {
  if (status === "failure") return true;
  const isSuccess = status === undefined || status === null || status === "success";
  if (!isSuccess) fault("status", `expected success or failure, got ${shown(status)}`);
  return false;
}

/**
 * Input holds what was read from and written to a cache. The zeros of a failed call are what LiteLLM
 * writes where the provider counted nothing: they are not known.
 */
function usageIn(row: JsonObject, counted: JsonObject, isFailure: boolean, fault: Fault): Usage {
  const inputs = objectIn(counted["prompt_tokens_details"]);
  const outputs = objectIn(counted["completion_tokens_details"]);
  const input = readCount(
    counted["prompt_tokens"] ?? present(row["prompt_tokens"]),
    "prompt_tokens",
    fault,
  );
  const output = readCount(
    counted["completion_tokens"] ?? present(row["completion_tokens"]),
    "completion_tokens",
    fault,
  );
  if (isFailure && (input ?? 0) === 0 && (output ?? 0) === 0) return unknownUsage;
  const cacheRead = readCount(
    inputs["cached_tokens"] ?? present(counted["cache_read_input_tokens"]),
    "cached_tokens",
    fault,
  );
  const cacheWrite = readCount(
    inputs["cache_creation_tokens"] ?? present(counted["cache_creation_input_tokens"]),
    "cache_creation_tokens",
    fault,
  );
  const reasoning = readCount(present(outputs["reasoning_tokens"]), "reasoning_tokens", fault);
  const names = { cached: "metadata.usage_object", reasoning: "metadata.usage_object" };
  return usageOf(
    { input, cacheRead, cacheWrite, output, reasoning, basis: "inside" },
    names,
    fault,
  );
}

/** Earlier calls: those of other groups first, the first of them of the group that was asked for. */
function unseenIn(
  metadata: JsonObject,
  group: string | undefined,
  original: string | undefined,
  fault: Fault,
): CallEvent["unseenBefore"] {
  const { attempted_fallbacks: fallbacks, attempted_retries: retries } = metadata;
  if ((fallbacks ?? 0) === 0 && (retries ?? 0) === 0) return none;
  const ofOthers = callsIn(fallbacks, "metadata.attempted_fallbacks", fault);
  const ofGroup = callsIn(retries, "metadata.attempted_retries", fault);
  const calls: { readonly route: string | undefined }[] = [];
  for (let index = 0; index < ofOthers; index += 1) {
    calls.push({ route: index === 0 ? original : undefined });
  }
  for (let index = 0; index < ofGroup; index += 1) calls.push({ route: group });
  return calls;
}

function callsIn(value: JsonValue | undefined, column: string, fault: Fault): number {
  return Math.min(readCount(present(value), column, fault) ?? 0, MOST_UNSEEN);
}

const none: CallEvent["unseenBefore"] = [];
const MOST_UNSEEN = 100;

/** The attempt that a row tells of. */
export function attemptIn(
  row: JsonObject,
  { metadata, isFailure, usage, requestedModel }: CallParts,
  { latencyMs, firstTokenMs }: Pick<LoggedAttempt, "latencyMs" | "firstTokenMs">,
  cost: { readonly column: string; readonly value: JsonValue | undefined },
  fault: Fault,
): LoggedAttempt {
  const hit = row["cache_hit"];
  return {
    route: textIn(row["model_group"]),
    requestedModel,
    servedModel: textIn(row["model"]),
    provider: textIn(row["custom_llm_provider"])?.toLowerCase(),
    latencyMs,
    firstTokenMs,
    result: isFailure ? failedResult(row, metadata) : answeredResult(row),
    usage,
    costNanoUsd: readCost(present(cost.value), cost.column, fault),
    serviceTier: textIn(objectIn(metadata["usage_object"])["service_tier"]),
    isCacheHit: hit === true || (typeof hit === "string" && hit.toLowerCase() === "true"),
  };
}

function failedResult(row: JsonObject, metadata: JsonObject): LoggedResult {
  const error = objectIn(row["error_information"] ?? metadata["error_information"]);
  const failure = failureOf({
    status: textIn(error["error_code"]),
    name: textIn(error["error_class"]),
    message: firstText(error["error_message"], row["error_str"]),
  });
  return { kind: "failure", failure };
}

function answeredResult(row: JsonObject): LoggedResult {
  const kept = row["response"];
  const response = responseOfBody(objectIn(kept));
  if (response.text !== REDACTED) return { kind: "response", response };
  return { kind: "response", response: { ...response, text: undefined } };
}

/** What was asked: the body as it was sent, else the messages and parameters beside them. */
export function inputIn(
  row: JsonObject,
  parameters: JsonObject,
  usage: Usage,
  { fault }: LogReading,
): LoggedInput {
  const body = objectIn(row["proxy_server_request"]);
  const messages = row["messages"] ?? body["messages"];
  const promptTokens = totalInput(usage);
  if (isNothing(messages) && isNothing(body["input"])) {
    return { request: withCount(emptyRequest, promptTokens), isRedacted: true };
  }
  const asked: Record<string, JsonValue> = isEmpty(body)
    ? { ...parameters }
    : { ...parameters, ...body };
  if (messages !== undefined && !isNothing(messages)) asked["messages"] = messages;
  if (row["stream"] === true) asked["stream"] = true;
  const request = requestOfBody(asked, "messages", fault);
  if (request.messages.some(({ content }) => content === REDACTED)) {
    return { request: withCount(emptyRequest, promptTokens), isRedacted: true };
  }
  return { request: withCount(request, promptTokens), isRedacted: false };
}

function withCount(request: ModelRequest, promptTokens: number | undefined): ModelRequest {
  return promptTokens === undefined ? request : { ...request, promptTokens };
}

/** `{}`, `[]` and their texts are what stands where prompts are not stored. */
function isNothing(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === "string") return value === "" || value === "{}" || value === "[]";
  return Array.isArray(value) ? value.length === 0 : typeof value === "object" && isEmpty(value);
}

function isEmpty(value: object): boolean {
  for (const _name in value) return false;
  return true;
}

function totalInput({
  inputUncachedTokens: uncached,
  inputCacheReadTokens: read,
  inputCacheWriteTokens: write,
}: Usage): number | undefined {
  return uncached === undefined ? undefined : uncached + (read ?? 0) + (write ?? 0);
}

/** The row with the parts that users' paths lead into as objects, where they were written as text. */
export function unpackedRow(row: JsonObject, metadata: JsonObject): JsonObject {
  const tags = row["request_tags"];
  const isPacked = typeof row["metadata"] === "string" || typeof tags === "string";
  if (!isPacked) return row;
  const list = typeof tags === "string" ? (safeList(tags) ?? tags) : (tags ?? null);
  return { ...row, metadata, request_tags: list };
}

function safeList(text: string): readonly JsonValue[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? (value as readonly JsonValue[]) : undefined;
  } catch {
    return undefined;
  }
}
