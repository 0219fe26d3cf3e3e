import { isJsonObject, type JsonObject, type JsonValue } from "../../../core/json.ts";
import { unknownUsage } from "../../../core/usage.ts";
import { listField, objectField, textField } from "../json-fields.ts";
import { contentText, readChat } from "./openai-chat-reply.ts";
import type { StreamProgress, WireReply } from "../wire.ts";

interface GrowingCall {
  readonly id: JsonValue;
  readonly name: string;
  readonly arguments: string;
}

/** A completion while it is streamed; what has not come is undefined. */
interface GrowingChat {
  /** All but the choices: a later chunk says more than an earlier one, where it says anything. */
  readonly body: Record<string, JsonValue>;
  content: string;
  refusal: string;
  readonly calls: Map<number, GrowingCall>;
  finish: JsonValue | undefined;
  error: JsonValue | undefined;
  /** Whether usage came with the finish reason or after it: before, totals are still running. */
  isCounted: boolean;
}

/**
 * Puts a streamed completion together. It is whole once its first choice has a finish reason and
 * the usage that was asked for has come, or, from a gateway that does not count, the end mark.
 */
export async function readChatStream(
  chunks: AsyncIterable<unknown>,
  requestId: string | undefined,
  progress: StreamProgress,
  isMarked: () => boolean,
): Promise<WireReply> {
  const chat: GrowingChat = {
    body: {},
    content: "",
    refusal: "",
    calls: new Map(),
    finish: undefined,
    error: undefined,
    isCounted: false,
  };
  for await (const data of chunks) {
    progress.event();
    const chunk = data as JsonValue;
    if (isJsonObject(chunk)) take(chat, chunk, progress);
  }
  const { body, finish, isCounted } = chat;
  const reply = { ...readChat(wholeOf(chat), requestId), body };
  const isWhole = finish !== undefined && (isCounted || isMarked());
  if (isWhole || reply.result.kind === "fault") return reply;
  const missing = finish === undefined ? "its finish reason" : "its usage or an end mark";
  return {
    ...reply,
    result: { kind: "cut_off", detail: `the stream ended without ${missing}` },
    // Counts of a stream that broke off are not those of the bill.
    usage: { usage: unknownUsage, raw: reply.usage.raw, anomaly: undefined },
  };
}

function take(chat: GrowingChat, chunk: JsonObject, progress: StreamProgress): void {
  for (const [field, value] of Object.entries(chunk)) {
    if (field !== "choices" && value !== null) chat.body[field] = value;
  }
  const choice = listField(chunk, "choices")?.find(({ index }) => (index ?? 0) === 0);
  if (choice !== undefined) takeChoice(chat, choice, progress);
  if (chat.finish !== undefined && isJsonObject(chunk["usage"])) chat.isCounted = true;
}

function takeChoice(chat: GrowingChat, choice: JsonObject, progress: StreamProgress): void {
  // Some servers write an empty text where others write null.
  chat.finish = choice["finish_reason"] || chat.finish;
  chat.error = choice["error"] ?? chat.error;
  const delta = objectField(choice, "delta");
  const content = contentText(delta);
  const refusal = textField(delta, "refusal") ?? "";
  const calls = listField(delta, "tool_calls") ?? [];
  const thought = textField(delta, "reasoning_content") ?? textField(delta, "reasoning") ?? "";
  if (thought !== "") progress.thought();
  if (content !== "" || refusal !== "" || calls.length > 0) progress.token();
  chat.content += content;
  chat.refusal += refusal;
  for (const call of calls) takeCall(chat.calls, call);
}

function takeCall(calls: Map<number, GrowingCall>, delta: JsonObject): void {
  const index = Number(delta["index"] ?? 0);
  const soFar = calls.get(index) ?? { id: null, name: "", arguments: "" };
  const called = objectField(delta, "function") ?? objectField(delta, "custom");
  const written = textField(called, "arguments") ?? textField(called, "input") ?? "";
  calls.set(index, {
    id: delta["id"] ?? soFar.id,
    name: soFar.name + (textField(called, "name") ?? ""),
    arguments: soFar.arguments + written,
  });
}

/** The completion as it would have come at once. */
function wholeOf({ body, content, refusal, calls, finish, error }: GrowingChat): JsonObject {
  const tool_calls = [...calls.values()].map(({ id, name, arguments: written }) => ({
    id,
    function: { name, arguments: written },
  }));
  const choice = {
    finish_reason: finish ?? null,
    message: { content, refusal, tool_calls },
    ...(error !== undefined && { error }),
  };
  return { ...body, choices: [choice] };
}
