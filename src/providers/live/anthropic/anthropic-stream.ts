import type { JsonObject } from "../../../core/json.ts";
import { unknownUsage } from "../../../core/usage.ts";
import { mergedUsage } from "./anthropic-usage.ts";
import { readMessage, type MessageHeaders } from "./anthropic-answer.ts";
import { objectField, parsedOrText, textField } from "../json-fields.ts";
import type { StreamProgress, WireReply } from "../wire.ts";

/** A block of content while it grows. */
interface GrowingBlock {
  readonly start: JsonObject;
  text: string;
  json: string;
}

/** A message while it is streamed; what has not come is undefined. */
interface GrowingMessage {
  start: JsonObject | undefined;
  readonly blocks: Map<number, GrowingBlock>;
  end: JsonObject | undefined;
  /** Of its later events: running totals, the last of which counts. */
  laterUsage: JsonObject | undefined;
  isWhole: boolean;
}

/** Puts the message of a stream together and reads it like one that came at once. */
export async function readMessageStream(
  events: AsyncIterable<unknown>,
  headers: MessageHeaders,
  progress: StreamProgress,
): Promise<WireReply> {
  const growing: GrowingMessage = {
    start: undefined,
    blocks: new Map(),
    end: undefined,
    laterUsage: undefined,
    isWhole: false,
  };
  try {
    for await (const event of events) {
      progress.event();
      take(growing, event as JsonObject, progress);
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return cutOff(growing, headers, "an event that is no JSON");
  }
  if (!growing.isWhole) return cutOff(growing, headers, "no message_stop");
  const end = objectField(growing.end, "delta");
  if (textField(end, "stop_reason") === undefined) {
    return cutOff(growing, headers, "no stop_reason");
  }
  const usage = usageOf(growing);
  const content = [...growing.blocks.values()].map(blockOf);
  const message = { ...growing.start, ...end, content, ...(usage && { usage }) };
  return readMessage(message, headers);
}

function take(growing: GrowingMessage, event: JsonObject, progress: StreamProgress): void {
  switch (event["type"]) {
    case "message_start":
      growing.start = objectField(event, "message");
      break;
    case "content_block_start": {
      const start = objectField(event, "content_block") ?? {};
      const text = textField(start, "text") ?? "";
      growing.blocks.set(Number(event["index"]), { start, text, json: "" });
      break;
    }
    case "content_block_delta": {
      const block = growing.blocks.get(Number(event["index"]));
      const delta = objectField(event, "delta");
      if (block !== undefined && delta !== undefined) takeDelta(block, delta, progress);
      break;
    }
    case "message_delta":
      growing.end = event;
      growing.laterUsage = objectField(event, "usage") ?? growing.laterUsage;
      break;
    case "message_stop":
      growing.isWhole = true;
      break;
    default:
  }
}

function takeDelta(block: GrowingBlock, delta: JsonObject, progress: StreamProgress): void {
  const text = textField(delta, "text") ?? "";
  const json = textField(delta, "partial_json") ?? "";
  block.text += text;
  block.json += json;
  if (text !== "" || json !== "") progress.token();
  if (delta["type"] === "thinking_delta") progress.thought();
}

/** The block as it would stand in a message that came at once. */
function blockOf({ start, text, json }: GrowingBlock): JsonObject {
  if (start["type"] === "text") return { ...start, text };
  // Arguments that were cut short stay a text: nothing of them is guessed.
  return json === "" ? start : { ...start, input: parsedOrText(json) };
}

function usageOf({ start, laterUsage }: GrowingMessage): JsonObject | undefined {
  return mergedUsage(objectField(start, "usage"), laterUsage);
}

/** Counts of a stream that broke off are not those of the bill: its usage is unknown. */
function cutOff(growing: GrowingMessage, { requestId }: MessageHeaders, detail: string): WireReply {
  return {
    result: { kind: "cut_off", detail },
    servedModel: textField(growing.start, "model"),
    requestId,
    serviceTier: undefined,
    usage: { usage: unknownUsage, raw: usageOf(growing), anomaly: undefined },
    body: growing.start,
  };
}
