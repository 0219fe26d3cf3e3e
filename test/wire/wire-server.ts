import { createServer, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text as textOf } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { isJsonObject, type JsonObject, type JsonValue } from "../../src/core/json.ts";
import type { EndpointFamily } from "../../src/core/route.ts";
import { anthropicPayload } from "./payloads/anthropic.ts";
import { geminiPayload } from "./payloads/gemini.ts";
import { openaiChatPayload } from "./payloads/openai-chat.ts";
import { openaiResponsePayload } from "./payloads/openai-response.ts";
import type { Payload } from "./payloads/payload.ts";
import { scenarioAnswer } from "./scenario-answer.ts";
import { labelAnswer, type AnswerRequest } from "./served-answer.ts";
import { servedTotals, type ServedTotals } from "./served-totals.ts";
import { wireErrors } from "./wire-errors.ts";
import { sendAnswer, sendJson, type WireExchange } from "./wire-exchange.ts";
import { wireFaults } from "./wire-faults.ts";

export interface WireServerOptions {
  /** Absent: the same label for everybody. */
  readonly answer?: AnswerRequest;
  /** Before the headers of a good answer. */
  readonly latencyMs?: number;
  /** Between the events of a stream. */
  readonly chunkDelayMs?: number;
}

export interface SeenRequest {
  readonly family: EndpointFamily;
  readonly scenario: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: JsonObject;
  readonly isStreamed: boolean;
}

export interface WireServer {
  /** What a client of that wire takes as its base URL, to get that scenario. */
  baseUrl(scenario: string, family: EndpointFamily): string;
  readonly requests: readonly SeenRequest[];
  /** Requests of one scenario, or of all. */
  count(scenario?: string): number;
  /** The most requests that were open at one time. */
  peakInFlight(): number;
  readonly served: ServedTotals;
  close(): Promise<void>;
}

const payloads: Readonly<Record<EndpointFamily, Payload>> = {
  openai: openaiChatPayload,
  "openai-response": openaiResponsePayload,
  anthropic: anthropicPayload,
  gemini: geminiPayload,
};

const familyPaths: readonly (readonly [EndpointFamily, RegExp])[] = [
  ["openai-response", /^\/v1\/responses$/u],
  ["openai", /^\/v1\/chat\/completions$/u],
  ["anthropic", /^\/v1\/messages$/u],
  ["gemini", /^\/v1(?:beta|alpha)?\/models\/[^/]+:(?:g|streamG)enerateContent(?:\?.*)?$/u],
];

/** A server on this machine that speaks the four wires; `/s/SCENARIO/…` says how it behaves. */
export async function startWireServer(options: WireServerOptions = {}): Promise<WireServer> {
  const requests: SeenRequest[] = [];
  const served = servedTotals();
  let open = 0;
  let peak = 0;
  const server = createServer((request, response) => {
    peak = Math.max(peak, (open += 1));
    response.once("close", () => (open -= 1));
    void (async () => {
      const seen = await readRequest(request);
      if (seen === undefined) return void response.writeHead(404).end("no such path");
      requests.push(seen);
      const exchange = exchangeOf(seen, response, options);
      const isServed = await answerOf(seen.scenario, exchange, options.latencyMs ?? 0);
      const { usage } = exchange.answer;
      if (isServed && usage !== undefined) served.add(exchange.model, usage);
    })().catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: (scenario, family) =>
      `http://127.0.0.1:${port}/s/${scenario}${family.startsWith("openai") ? "/v1" : ""}`,
    requests,
    count: (scenario) =>
      requests.filter((seen) => scenario === undefined || seen.scenario === scenario).length,
    peakInFlight: () => peak,
    served,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

async function readRequest(request: IncomingMessage): Promise<SeenRequest | undefined> {
  const text = await textOf(request);
  const [, scenario, path] = /^\/s\/([^/]+)(\/.*)$/u.exec(request.url ?? "") ?? [];
  const family = familyPaths.find(([, pattern]) => path !== undefined && pattern.test(path))?.[0];
  if (scenario === undefined || path === undefined || family === undefined) return undefined;
  // A redirect that is followed comes as a GET without a body.
  const parsed = (text === "" ? {} : JSON.parse(text)) as JsonValue;
  const body = isJsonObject(parsed) ? parsed : {};
  const isStreamed = path.includes(":streamGenerateContent") || body["stream"] === true;
  return { family, scenario, path, headers: request.headers, body, isStreamed };
}

function exchangeOf(
  { family, scenario, path, body, isStreamed }: SeenRequest,
  response: WireExchange["response"],
  options: WireServerOptions,
): WireExchange {
  const given = options.answer?.(body, family) ?? labelAnswer;
  const modelInPath = /\/models\/([^/:]+):/u.exec(path)?.[1];
  return {
    response,
    payload: payloads[family],
    path: `/s/${scenario}${path}`,
    model: modelInPath ?? (typeof body["model"] === "string" ? body["model"] : ""),
    body,
    answer: scenarioAnswer(scenario, body, family, given),
    isStreamed,
    chunkDelayMs: options.chunkDelayMs ?? 0,
  };
}

async function answerOf(
  scenario: string,
  exchange: WireExchange,
  latencyMs: number,
): Promise<boolean> {
  const error = wireErrors[scenario];
  if (error !== undefined) {
    const { status, word, headers = {} } = error;
    const body = exchange.payload.errorBody(word, status);
    sendJson(exchange, status, body, typeof headers === "function" ? headers() : headers);
    return false;
  }
  const fault = wireFaults[scenario];
  if (fault !== undefined) return fault(exchange);
  if (latencyMs > 0) await sleep(latencyMs);
  return sendAnswer(exchange);
}
