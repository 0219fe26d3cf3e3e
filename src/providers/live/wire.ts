import type { FinishReason } from "../../core/attempt.ts";
import type { JsonObject } from "../../core/json.ts";
import type { ModelRequest } from "../../core/model-request.ts";
import type { EndpointFamily } from "../../core/route.ts";
import type { Usage } from "../../core/usage.ts";

/** A request as one wire is asked to carry it. */
export interface AskedOfWire {
  readonly model: string;
  readonly request: ModelRequest;
  /** The route's parameters in the registry's words (`max_output_tokens`, `reasoning_effort`, …). */
  readonly parameters: JsonObject;
}

/** Where a wire leads, and with which key. */
export interface WireTarget {
  /** Absent: the vendor's public address. */
  readonly baseUrl: string | undefined;
  readonly apiKey: string;
  /** Sent beside those of the wire; absent: none. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The one fetch of all wires: it counts requests, keeps headers, follows no redirect. */
  readonly fetch: typeof globalThis.fetch;
}

/** Told of a stream as it comes; a call that is not streamed tells nothing. */
export interface StreamProgress {
  /** An event of any kind: the stream is alive. Comments and pings of the transport are none. */
  event(): void;
  /** Content of the answer (text, arguments of a tool call, a refusal): the first is the first token. */
  token(): void;
  thought(): void;
}

/** An error in the provider's own words, whether thrown by its SDK or hidden in a good answer. */
export interface WireFault {
  /** Absent: no HTTP answer (the connection failed), or the error came inside a stream. */
  readonly httpStatus: number | undefined;
  readonly code: string | undefined;
  readonly type: string | undefined;
  readonly message: string;
  readonly requestId: string | undefined;
  /** A hint inside the body (Gemini's RetryInfo); hints in headers are read elsewhere. */
  readonly retryAfterMs: number | undefined;
  /** Whether the provider's details name a quota that no minute will bring back. */
  readonly isQuota: boolean;
}

/** What came back with HTTP status 200, which is not yet success. */
export type WireResult =
  | {
      readonly kind: "answer";
      readonly text: string;
      readonly toolCalls: readonly JsonObject[];
      readonly finishReason: FinishReason;
    }
  /** The model, or a filter before or after it, declined. */
  | { readonly kind: "refusal" | "filtered"; readonly detail: string }
  | { readonly kind: "fault"; readonly fault: WireFault }
  /** Not the vendor's format: a login page, an empty body, fields missing. */
  | { readonly kind: "unreadable"; readonly detail: string }
  /** A stream that ended without the mark that its answer is whole. */
  | { readonly kind: "cut_off"; readonly detail: string };

export interface WireReply {
  readonly result: WireResult;
  readonly servedModel: string | undefined;
  readonly requestId: string | undefined;
  readonly serviceTier: string | undefined;
  readonly usage: NormalizedUsage;
  /** The answer's body or last event where a gateway may have put its own fields into it. */
  readonly body: JsonObject | undefined;
}

/** Tokens in our kinds, with what the provider said. */
export interface NormalizedUsage {
  readonly usage: Usage;
  readonly raw: JsonObject | undefined;
  /** What did not add up and was brought into line; absent: nothing. */
  readonly anomaly: string | undefined;
}

/** An open line to one provider with one key: shared by all calls to it. */
export interface WireClient {
  /**
   * Sends exactly one HTTP request. Rejects with what the SDK throws; an aborted signal may reject,
   * or may end a stream as if it were whole: the caller knows whether it aborted.
   */
  send(
    body: JsonObject,
    how: {
      readonly stream: boolean;
      readonly signal: AbortSignal;
      readonly progress: StreamProgress;
    },
  ): Promise<WireReply>;
  /** What an error that `send` threw says; undefined: it is none of this SDK's and of no HTTP answer. */
  faultOf(error: unknown): WireFault | undefined;
}

/** One vendor's wire: how a request is written on it, and how what comes back is read. */
export interface Wire {
  readonly family: EndpointFamily;
  /** What is wrong with a route's parameters on this wire, by parameter: nothing is ever dropped. */
  parameterProblems(
    parameters: JsonObject,
  ): readonly { readonly parameter: string; readonly message: string }[];
  /**
   * What a request asks for that this wire cannot carry, or lacks together with its route's
   * parameters; empty: nothing.
   */
  requestProblems(request: ModelRequest, parameters: JsonObject): readonly string[];
  /** The request's body, without whether it is streamed: its canonical form names a recording. */
  bodyOf(asked: AskedOfWire): JsonObject;
  /** Loads the SDK, which takes a while: only what is called is loaded. */
  connect(target: WireTarget): Promise<WireClient>;
}
