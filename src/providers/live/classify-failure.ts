import type { AttemptFailure, FailureKind } from "../../core/failure.ts";
import type { Exchange } from "./exchange.ts";
import { failureDetail, type Secrets } from "./failure-detail.ts";
import { faultKind } from "./fault-kind.ts";
import { retryHintMs } from "./retry-hint.ts";
import { excesses } from "./transport.ts";
import type { WireFault } from "./wire.ts";

/** What is known around a failed call. */
export interface FailureContext {
  readonly exchange: Exchange;
  readonly streams: boolean;
  readonly secrets: Secrets;
  /** Milliseconds since 1970. */
  readonly wallNowMs: number;
}

/** What a provider's own error is for a policy, with its hint when to come again. */
export function failureOfFault(fault: WireFault, context: FailureContext): AttemptFailure {
  const { exchange, secrets, wallNowMs } = context;
  const said = failureDetail(fault.message, secrets);
  const named = [exchange.status ?? fault.httpStatus, fault.code ?? fault.type]
    .filter((part) => part !== undefined)
    .join(" ");
  return {
    kind: faultKind(fault),
    detail: failureDetail([named, said].filter(Boolean).join(": "), secrets),
    retryAfterMs: retryHintMs(exchange.headers, fault.retryAfterMs, wallNowMs),
  };
}

/** What it means that an SDK threw something that is no answer of its provider. */
export function failureOfError(error: unknown, context: FailureContext): AttemptFailure {
  const { exchange, streams, secrets } = context;
  const { requests, status, headersAtMs, excess } = exchange;
  const causes = causesOf(error);
  const said = failureDetail(reasonOf(causes.at(-1)), secrets) ?? "no reason given";
  if (excess !== undefined) return failure("invalid_response", excess);
  if (requests === 0) return failure("invalid_request", `not sent: ${said}`);
  if (causes.some(isTooLong)) return failure("invalid_response", excesses.body);
  if (headersAtMs === undefined) return failure("connection", said);
  if (status !== undefined && status >= 300 && status < 400) {
    return failure("connection", `status ${status}: redirects are not followed, check base_url`);
  }
  if (causes.some(isBrokenConnection)) {
    return failure("stream_interrupted", `the connection broke within the answer: ${said}`);
  }
  return streams && /event-stream/.test(exchange.headers["content-type"] ?? "")
    ? failure("stream_interrupted", "the stream holds an event that cannot be read")
    : failure("invalid_response", "the answer cannot be read");
}

/** A failure without a hint when to come again. */
export function failure(kind: FailureKind, detail: string): AttemptFailure {
  return { kind, detail, retryAfterMs: undefined };
}

/** From the error itself to what lies under it. */
function causesOf(error: unknown): readonly Error[] {
  const causes: Error[] = [];
  let next = error;
  while (next instanceof Error && causes.length < 5) {
    causes.push(next);
    next = next.cause;
  }
  return causes;
}

/** The messages of OpenSSL hold addresses of memory and paths of its sources: its code says more. */
function reasonOf(error: Error | undefined): string {
  const code = codeOf(error);
  return code?.startsWith("ERR_SSL") === true ? code : (error?.message ?? "");
}

const brokenCode = /^(?:UND_ERR_|ERR_SSL|ERR_TLS|ERR_STREAM_PREMATURE_CLOSE$|E[A-Z]+$)/;

function isBrokenConnection(error: Error): boolean {
  return brokenCode.test(codeOf(error) ?? "");
}

function isTooLong(error: Error): boolean {
  return codeOf(error) === "UND_ERR_RES_EXCEEDED_MAX_SIZE";
}

function codeOf(error: Error | undefined): string | undefined {
  const code: unknown = error && Reflect.get(error, "code");
  return typeof code === "string" ? code : undefined;
}
