import { AsyncLocalStorage } from "node:async_hooks";
import { boundedBody } from "./bounded-body.ts";
import { openExchange, type Exchange, type OpenExchange } from "./exchange.ts";
import { noteReadToEnd } from "./read-to-end.ts";
import { giveUp, headersOf, sendRequest, streamedResponse, wholeResponse } from "./send-request.ts";
import { noteSentRequests } from "./sent-requests.ts";

const MIB = 1024 * 1024;

/** Answers of models are far smaller; a body beyond it is a mistake or an attack. */
const LARGEST_BODY_MIB = 32;

/** The same for one event of a stream, of which the last may repeat the whole answer. */
const LARGEST_LINE_MIB = 4;

/** Why an answer was given up, by what of it was too long. */
export const excesses: Readonly<Record<"body" | "line", string>> = {
  body: `the answer is longer than ${LARGEST_BODY_MIB} MiB`,
  line: `an event of the stream is longer than ${LARGEST_LINE_MIB} MiB`,
};

const KEEP_ALIVE_MS = 30_000;

/** One line to all providers: what every SDK is given instead of the process's own fetch. */
export interface Transport {
  /**
   * Sends one request for each attempt and no other. Usable within `attempt` only. An answer that is
   * neither packed nor a stream of events is there as a whole when it resolves.
   */
  readonly fetch: typeof globalThis.fetch;
  /** Runs `work` as one attempt; all that it sends is noted in the exchange. */
  attempt<Result>(
    nowMs: () => number,
    work: (exchange: Exchange) => Promise<Result>,
  ): Promise<Result>;
  /** Closes all connections; calls that are still under way fail. */
  close(): Promise<void>;
}

/**
 * One agent for all calls of a run: kept-alive HTTP/1.1 connections, no timeout of its own, no
 * proxy, no redirect, decoded bodies within a cap. `concurrency` is how many calls run at a time.
 */
export async function createTransport({
  concurrency,
}: {
  readonly concurrency: number;
}): Promise<Transport> {
  const undici = await import("undici");
  const agent = new undici.Agent({
    // A body that is still being drained holds its connection beside the calls under way.
    connections: 2 * concurrency,
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // As it comes over the wire: what is packed is counted again when it is unpacked.
    maxResponseSize: LARGEST_BODY_MIB * MIB,
    allowH2: false,
  });
  const attempts = new AsyncLocalStorage<OpenExchange>();
  const stopNoting = noteSentRequests(attempts);

  const fetch: typeof globalThis.fetch = async (input, init) => {
    const exchange = attempts.getStore();
    if (exchange === undefined) throw new TypeError("a request outside of any attempt");
    exchange.requests += 1;
    if (exchange.requests > 1) throw new TypeError("a second request within one attempt");
    const received = await sendRequest(agent, input, init);
    exchange.headersAtMs = exchange.nowMs();
    exchange.status = received.statusCode;
    exchange.headers = headersOf(received);
    if (received.statusCode >= 300 && received.statusCode < 400) {
      giveUp(received);
      throw new TypeError(`redirect ${received.statusCode} refused`);
    }
    return needsNoBound(exchange)
      ? wholeResponse(received)
      : bounded(streamedResponse(received), init?.signal, exchange);
  };

  return {
    fetch,
    attempt(nowMs, work) {
      const exchange = openExchange(nowMs);
      return attempts.run(exchange, () => work(exchange));
    },
    async close() {
      stopNoting();
      await agent.destroy();
    },
  };
}

/** A body as it came over the wire, which the agent bounds. */
function needsNoBound(exchange: Exchange): boolean {
  return exchange.headers["content-encoding"] === undefined && !isEventStream(exchange);
}

function bounded(
  response: Response,
  signal: AbortSignal | null | undefined,
  exchange: OpenExchange,
): Response {
  if (response.body === null) return response;
  const { status, headers } = response;
  const maxLineMib = isEventStream(exchange) ? LARGEST_LINE_MIB : LARGEST_BODY_MIB;
  const body = boundedBody(
    response.body,
    { maxBytes: LARGEST_BODY_MIB * MIB, maxLineBytes: maxLineMib * MIB },
    {
      isAborted: () => signal?.aborted === true,
      onExcess: (excess) => {
        exchange.excess = excesses[excess];
      },
      onEnd: () => noteReadToEnd(readable),
    },
  );
  const readable = new Response(body, { status, headers });
  return readable;
}

function isEventStream({ headers }: Exchange): boolean {
  return /event-stream/i.test(headers["content-type"] ?? "");
}
