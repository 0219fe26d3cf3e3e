import type { FinishReason } from "../../../core/attempt.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../core/json.ts";
import { unknownUsage } from "../../../core/usage.ts";
import { geminiErrorFault } from "./gemini-fault.ts";
import type { KeptAnswer } from "./gemini-fetch.ts";
import { geminiUsage } from "./gemini-usage.ts";
import { listField, objectField, textField } from "../json-fields.ts";
import type { NormalizedUsage, WireReply, WireResult } from "../wire.ts";

/** The filter that stopped an answer, in the words of its finish reasons. */
const filters: ReadonlySet<string> = new Set([
  "SAFETY",
  "RECITATION",
  "LANGUAGE",
  "BLOCKLIST",
  "PROHIBITED_CONTENT",
  "SPII",
  "IMAGE_SAFETY",
  "IMAGE_PROHIBITED_CONTENT",
  "IMAGE_RECITATION",
  "IMAGE_OTHER",
]);

/** What the model wrote could not be read as an answer, or as a call of a tool. */
const misshapen: ReadonlySet<string> = new Set([
  "MALFORMED_FUNCTION_CALL",
  "UNEXPECTED_TOOL_CALL",
  "TOO_MANY_TOOL_CALLS",
  "MALFORMED_RESPONSE",
]);

const tiers: Readonly<Record<string, string>> = {
  ON_DEMAND: "standard",
  ON_DEMAND_PRIORITY: "priority",
  ON_DEMAND_FLEX: "flex",
};

/** Reads what came with HTTP status 200: content, an error in its place, or something else. */
export function readContent(
  body: JsonValue,
  kept: Pick<KeptAnswer, "requestId" | "serviceTier">,
): WireReply {
  const answer = isJsonObject(body) ? body : undefined;
  const raw = objectField(answer, "usageMetadata");
  const traffic = textField(raw, "trafficType") ?? "";
  return {
    result: answer === undefined ? notContent(body) : resultOf(answer),
    servedModel: textField(answer, "modelVersion"),
    requestId: kept.requestId ?? textField(answer, "responseId"),
    serviceTier: kept.serviceTier ?? tiers[traffic],
    usage: geminiUsage(raw),
    body: answer,
  };
}

/** Counts of a stream that broke off are not those of the bill. */
export function unknownCounts(raw: JsonObject | undefined): NormalizedUsage {
  return { usage: unknownUsage, raw, anomaly: undefined };
}

function notContent(body: JsonValue): WireResult {
  return { kind: "unreadable", detail: body === "" ? "nothing at all" : "not JSON of the vendor" };
}

function resultOf(answer: JsonObject): WireResult {
  if (objectField(answer, "error") !== undefined) {
    return { kind: "fault", fault: geminiErrorFault(answer, undefined) };
  }
  const blockReason = textField(objectField(answer, "promptFeedback"), "blockReason");
  const candidate = listField(answer, "candidates")?.[0];
  if (candidate === undefined) {
    if (blockReason === undefined) return { kind: "unreadable", detail: "no candidates" };
    return { kind: "filtered", detail: `prompt blocked: ${blockReason}` };
  }
  const raw = textField(candidate, "finishReason");
  // The message beside it is left out: it may speak of the prompt.
  if (raw !== undefined && filters.has(raw)) return { kind: "filtered", detail: raw };
  if (raw !== undefined && misshapen.has(raw)) return { kind: "unreadable", detail: raw };
  const parts = listField(objectField(candidate, "content"), "parts");
  if (parts === undefined && raw === undefined) {
    return { kind: "unreadable", detail: "neither content nor a finish reason" };
  }
  return answerOf(parts ?? [], raw);
}

function answerOf(parts: readonly JsonObject[], raw: string | undefined): WireResult {
  const said = parts.filter((part) => part["thought"] !== true);
  const toolCalls = said.flatMap((part) => {
    const call = objectField(part, "functionCall");
    return call === undefined ? [] : [toolCallOf(call)];
  });
  return {
    kind: "answer",
    text: said.map((part) => textField(part, "text") ?? "").join(""),
    toolCalls,
    finishReason: { kind: finishKind(raw, toolCalls.length > 0), raw },
  };
}

function toolCallOf({ id, name, args }: JsonObject): JsonObject {
  return { ...(id !== undefined && { id }), name: name ?? "", arguments: args ?? {} };
}

/** A call of a tool ends with STOP too. */
function finishKind(raw: string | undefined, hasToolCalls: boolean): FinishReason["kind"] {
  if (raw === "STOP") return hasToolCalls ? "tool_calls" : "stop";
  return raw === "MAX_TOKENS" ? "length" : "unrecognized";
}
