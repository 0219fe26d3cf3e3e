import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { bombParts } from "./gzip-bomb.ts";
import {
  frameText,
  framesOf,
  sendAnswer,
  sendJson,
  sendText,
  startBody,
  startStream,
  write,
  writeFrames,
  type WireExchange,
} from "./wire-exchange.ts";

/** Answers a request badly, or oddly; true where all of a good answer was taken. */
type WireFault = (exchange: WireExchange) => boolean | Promise<boolean>;

const HTML = "<html><body><h1>Please log in</h1></body></html>";
const COMMENT = ": still working\n\n";
const SLOW_CHUNK_MS = 20;

const wholeText = ({ payload, model, answer }: WireExchange): string =>
  JSON.stringify(payload.whole(model, answer));

/** Some of the answer's content, and not the end of it. */
async function firstHalf(exchange: WireExchange): Promise<void> {
  if (exchange.isStreamed) {
    startStream(exchange);
    const frames = framesOf(exchange);
    await writeFrames(exchange, frames.slice(0, Math.ceil(frames.length / 2)));
    return;
  }
  startBody(exchange);
  const text = wholeText(exchange);
  await write(exchange, text.slice(0, text.length / 2));
}

async function untilGone(exchange: WireExchange, bytes: string | Buffer): Promise<false> {
  // A turn of its own for each write: the other side may live in this very process.
  while (await write(exchange, bytes)) await nextTurn();
  return false;
}

/** All events up to the last that is needed, that one cut to `length` characters. */
async function cutLate(exchange: WireExchange, length: number): Promise<false> {
  if (!exchange.isStreamed) {
    startBody(exchange);
    exchange.response.end(wholeText(exchange).slice(0, -20));
    return false;
  }
  startStream(exchange);
  const frames = framesOf(exchange);
  const last = frames.findIndex((frame) => frame.isLastNeeded === true);
  await writeFrames(exchange, frames.slice(0, last));
  exchange.response.end(frameText(frames[last]!).slice(0, length));
  return false;
}

/** What is wrong with an answer, by scenario: all but plain HTTP errors. */
export const wireFaults: Readonly<Record<string, WireFault>> = {
  hang: () => false,
  "hang-body": async (exchange) => {
    await firstHalf(exchange);
    return false;
  },
  "hang-after-headers": (exchange) => {
    if (exchange.isStreamed) startStream(exchange);
    else startBody(exchange);
    exchange.response.flushHeaders();
    return false;
  },
  "hang-comments": async (exchange) => {
    await firstHalf(exchange);
    while (await write(exchange, exchange.isStreamed ? COMMENT : " ")) await sleep(SLOW_CHUNK_MS);
    return false;
  },
  closed: ({ response }) => {
    response.socket?.destroy();
    return false;
  },
  reset: async (exchange) => {
    await firstHalf(exchange);
    await sleep(SLOW_CHUNK_MS);
    exchange.response.socket?.destroy();
    return false;
  },
  "cut-early": async (exchange) => {
    await firstHalf(exchange);
    exchange.response.end();
    return false;
  },
  cut: (exchange) => cutLate(exchange, 0),
  "cut-event": (exchange) => cutLate(exchange, 25),
  malformed: async (exchange) => {
    if (!exchange.isStreamed) {
      sendText(exchange, 200, { "content-type": "application/json" }, '{"id":"x","output":[{');
      return false;
    }
    await firstHalf(exchange);
    const { event } = exchange.payload.delta(exchange.model, "");
    const broken = frameText({ ...(event === undefined ? {} : { event }), data: '{"broken": ' });
    exchange.response.end(broken);
    return false;
  },
  "error-event": async (exchange) => {
    if (!exchange.isStreamed) {
      sendJson(exchange, 200, exchange.payload.errorBody("overloaded", 503));
      return false;
    }
    await firstHalf(exchange);
    exchange.response.end(frameText(exchange.payload.errorFrame));
    return false;
  },
  "error-200": (exchange) => {
    sendJson(exchange, 200, exchange.payload.errorBody("server", 502));
    return false;
  },
  "html-200": (exchange) => {
    sendText(exchange, 200, { "content-type": "text/html" }, HTML);
    return false;
  },
  "502-html": (exchange) => {
    sendText(exchange, 502, { "content-type": "text/html" }, HTML);
    return false;
  },
  "empty-200": (exchange) => {
    const contentType = exchange.isStreamed ? "text/event-stream" : "application/json";
    sendText(exchange, 200, { "content-type": contentType }, "");
    return false;
  },
  "fields-missing": (exchange) => {
    sendJson(exchange, 200, { id: "x", model: exchange.model });
    return false;
  },
  redirect: (exchange) => {
    const location = exchange.path.replace("/s/redirect/", "/s/ok/");
    sendText(exchange, 302, { location }, "");
    return false;
  },
  gzip: async (exchange) => {
    const text = exchange.isStreamed
      ? framesOf(exchange).map(frameText).join("")
      : wholeText(exchange);
    const contentType = exchange.isStreamed ? "text/event-stream" : "application/json";
    const headers = { "content-type": contentType, "content-encoding": "gzip" };
    sendText(exchange, 200, headers, gzipSync(text));
    return true;
  },
  "gzip-bomb": async (exchange) => {
    const contentType = exchange.isStreamed ? "text/event-stream" : "application/json";
    exchange.response.writeHead(200, { "content-type": contentType, "content-encoding": "gzip" });
    for (const part of bombParts(exchange.isStreamed ? ": " : '{"pad":"')) {
      if (!(await write(exchange, part))) return false;
    }
    exchange.response.end();
    return false;
  },
  "endless-body": (exchange) => {
    if (exchange.isStreamed) startStream(exchange);
    else startBody(exchange);
    return untilGone(exchange, Buffer.alloc(262_144, exchange.isStreamed ? COMMENT : " "));
  },
  "endless-stream": async (exchange) => {
    await firstHalf(exchange);
    const frame = frameText(exchange.payload.delta(exchange.model, "and on "));
    return untilGone(exchange, exchange.isStreamed ? frame : " ");
  },
  "slow-body": async (exchange) => {
    if (exchange.isStreamed) {
      startStream(exchange);
      const isTaken = await writeFrames(exchange, framesOf(exchange), SLOW_CHUNK_MS, COMMENT);
      exchange.response.end();
      return isTaken;
    }
    startBody(exchange);
    for (const piece of wholeText(exchange).match(/.{1,100}/gsu) ?? []) {
      if (!(await write(exchange, piece))) return false;
      await sleep(SLOW_CHUNK_MS);
    }
    exchange.response.end();
    return true;
  },
  comments: async (exchange) => {
    if (!exchange.isStreamed) return sendAnswer(exchange);
    startStream(exchange);
    const isTaken = await writeFrames(exchange, framesOf(exchange), exchange.chunkDelayMs, COMMENT);
    exchange.response.end();
    return isTaken;
  },
};
