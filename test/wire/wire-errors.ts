import type { ErrorWord } from "./payloads/payload.ts";

/** An answer with an HTTP error. */
export interface WireError {
  readonly status: number;
  readonly word: ErrorWord;
  /** A function where it depends on the time of day. */
  readonly headers?: Readonly<Record<string, string>> | (() => Readonly<Record<string, string>>);
}

const rateLimit = (headers: WireError["headers"]): WireError => ({
  status: 429,
  word: "rate_limit",
  ...(headers && { headers }),
});

/** Errors by the scenario that is answered with them. */
export const wireErrors: Readonly<Record<string, WireError>> = {
  "400": { status: 400, word: "invalid_request" },
  "400-context-length": { status: 400, word: "context_length" },
  /** As Google refuses a key. */
  "400-key": { status: 400, word: "authentication" },
  "401": { status: 401, word: "authentication" },
  "402": { status: 402, word: "billing" },
  "403": { status: 403, word: "permission" },
  "404": { status: 404, word: "not_found" },
  "408": { status: 408, word: "server" },
  "409": { status: 409, word: "server" },
  "413": { status: 413, word: "too_large" },
  "422": { status: 422, word: "invalid_request" },
  "429": rateLimit({ "retry-after": "3", "retry-after-ms": "2750", "x-should-retry": "true" }),
  "429-seconds": rateLimit({ "retry-after": "3" }),
  "429-ms": rateLimit({ "retry-after-ms": "2750" }),
  "429-date": rateLimit(() => ({ "retry-after": new Date(Date.now() + 5000).toUTCString() })),
  "429-past-date": rateLimit({ "retry-after": "Wed, 21 Oct 2015 07:28:00 GMT" }),
  "429-negative": rateLimit({ "retry-after": "-3" }),
  "429-abc": rateLimit({ "retry-after": "abc" }),
  "429-huge": rateLimit({ "retry-after": "1e12" }),
  "429-missing": rateLimit(undefined),
  "429-quota": { status: 429, word: "quota", headers: { "x-should-retry": "false" } },
  "500": { status: 500, word: "server" },
  "503": { status: 503, word: "overloaded" },
  "529": { status: 529, word: "overloaded", headers: { "retry-after": "2" } },
};
