import { expect, test } from "vitest";
import { failureOfError, failureOfFault } from "../../../../src/providers/live/classify-failure.ts";
import { aContext, aFault } from "./fault-builders.ts";

/** As undici and the SDKs nest them. */
function brokenBy(code: string, message = "other side closed"): Error {
  const cause = Object.assign(new Error(message), { code });
  return new Error("Connection error.", { cause: new TypeError("fetch failed", { cause }) });
}

const stream = { "content-type": "text/event-stream; charset=utf-8" };

test.each(["ECONNREFUSED", "ENOTFOUND", "ERR_SSL_WRONG_VERSION_NUMBER", "UND_ERR_SOCKET"])(
  "%s before the headers is a failed connection",
  (code) => {
    const context = aContext({ status: undefined, headersAtMs: undefined });
    expect(failureOfError(brokenBy(code), context).kind).toBe("connection");
  },
);

test("the reason of a failed connection is what lies under it, of TLS only the code", () => {
  const context = aContext({ status: undefined, headersAtMs: undefined });
  const detailOf = (code: string): string | undefined =>
    failureOfError(brokenBy(code), context).detail;
  expect(detailOf("UND_ERR_SOCKET")).toBe("other side closed");
  expect(detailOf("ERR_SSL_WRONG_VERSION_NUMBER")).toBe("ERR_SSL_WRONG_VERSION_NUMBER");
});

test("a connection that breaks within an answer interrupts it", () => {
  const { kind } = failureOfError(brokenBy("UND_ERR_SOCKET"), aContext());
  expect(kind).toBe("stream_interrupted");
});

test("an event that is no JSON interrupts a stream", () => {
  const context = aContext({ headers: stream }, { streams: true });
  expect(failureOfError(new SyntaxError("no JSON"), context).kind).toBe("stream_interrupted");
});

test("a body that is no JSON is an invalid response, streamed or not", () => {
  const error = new SyntaxError("no JSON");
  expect(failureOfError(error, aContext()).kind).toBe("invalid_response");
  expect(failureOfError(error, aContext({}, { streams: true })).kind).toBe("invalid_response");
});

test("what an SDK refuses to send is an invalid request", () => {
  const context = aContext({ requests: 0, sentAtMs: undefined, headersAtMs: undefined });
  const found = failureOfError(new Error("Streaming is required"), context);
  expect(found).toMatchObject({
    kind: "invalid_request",
    detail: "not sent: Streaming is required",
  });
});

test("a redirect says what to look at", () => {
  const found = failureOfError(new TypeError("refused"), aContext({ status: 302 }));
  expect(found.kind).toBe("connection");
  expect(found.detail).toContain("base_url");
});

test("an answer beyond the cap is an invalid response, whatever the SDK threw", () => {
  const found = failureOfError(brokenBy("UND_ERR_SOCKET"), aContext({ excess: "too long" }));
  expect(found).toMatchObject({ kind: "invalid_response", detail: "too long" });
});

test("a provider's error keeps status, code, message and hint", () => {
  const fault = aFault({ httpStatus: 429, code: "rate_limit_exceeded", message: "Slow down" });
  const context = aContext({ status: 429, headers: { "retry-after": "3" } });
  expect(failureOfFault(fault, context)).toEqual({
    kind: "rate_limit",
    detail: "429 rate_limit_exceeded: Slow down",
    retryAfterMs: 3000,
  });
});
