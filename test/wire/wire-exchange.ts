import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { JsonObject } from "../../src/core/json.ts";
import type { Frame, Payload } from "./payloads/payload.ts";
import type { ServedAnswer } from "./served-answer.ts";

/** One request that is being answered. */
export interface WireExchange {
  readonly response: ServerResponse;
  readonly payload: Payload;
  readonly path: string;
  readonly model: string;
  readonly body: JsonObject;
  readonly answer: ServedAnswer;
  readonly isStreamed: boolean;
  readonly chunkDelayMs: number;
}

/** Answers with headers, and all of `text` as its body. */
export function sendText(
  { response, payload }: WireExchange,
  status: number,
  headers: Readonly<Record<string, string>>,
  text: string | Buffer,
): void {
  response.writeHead(status, { ...payload.headers, ...headers });
  response.end(text);
}

export function sendJson(
  exchange: WireExchange,
  status: number,
  value: JsonObject,
  headers: Readonly<Record<string, string>> = {},
): void {
  const json = { "content-type": "application/json", ...headers };
  sendText(exchange, status, json, JSON.stringify(value));
}

export function framesOf({ payload, model, answer, body }: WireExchange): readonly Frame[] {
  return payload.frames(model, answer, body);
}

export function frameText({ event, data }: Frame): string {
  const name = event === undefined ? "" : `event: ${event}\n`;
  return `${name}data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`;
}

export function startStream({ response, payload }: WireExchange): void {
  response.writeHead(200, { "content-type": "text/event-stream", ...payload.headers });
  response.flushHeaders();
}

export function startBody({ response, payload }: WireExchange): void {
  response.writeHead(200, { "content-type": "application/json", ...payload.headers });
}

/** Writes as fast as the other side reads; false once it has gone. */
export async function write({ response }: WireExchange, text: string | Buffer): Promise<boolean> {
  if (response.destroyed) return false;
  if (response.write(text)) return true;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      response.off("drain", done).off("close", done);
      resolve();
    };
    response.on("drain", done).on("close", done);
  });
  return !response.destroyed;
}

/** Writes events one after another; false once the other side has gone. */
export async function writeFrames(
  exchange: WireExchange,
  frames: readonly Frame[],
  delayMs: number = exchange.chunkDelayMs,
  before = "",
): Promise<boolean> {
  for (const frame of frames) {
    if (!(await write(exchange, before + frameText(frame)))) return false;
    // Even without a delay each event travels alone, as it does from a model.
    await sleep(delayMs);
  }
  return true;
}

/** The answer as it is asked for; whether all of it was taken. */
export async function sendAnswer(exchange: WireExchange): Promise<boolean> {
  const { response, payload, model, answer } = exchange;
  if (!exchange.isStreamed) {
    sendJson(exchange, 200, payload.whole(model, answer));
    return true;
  }
  startStream(exchange);
  const isTaken = await writeFrames(exchange, framesOf(exchange));
  response.end();
  return isTaken;
}
