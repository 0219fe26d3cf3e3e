import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { endpointFamilies, type EndpointFamily } from "../../src/core/route.ts";
import type { FailureKind } from "../../src/core/failure.ts";
import { failureKindOf } from "../unit/providers/provider-call-builders.ts";
import { aLiveProvider, aLiveRoute, callOnce } from "./live-calls.ts";
import { wireErrors } from "./wire-errors.ts";
import { wireFaults } from "./wire-faults.ts";
import { startWireServer, type WireServer } from "./wire-server.ts";

let server: WireServer;

beforeAll(async () => {
  server = await startWireServer();
});
afterAll(() => server.close());

type Ending = FailureKind | "answer";

/** What each HTTP error is, streamed or not. */
const errorKinds: Readonly<Record<string, Ending>> = {
  "400": "invalid_request",
  "400-context-length": "context_length_exceeded",
  "400-key": "authentication",
  "401": "authentication",
  "402": "quota_exceeded",
  "403": "permission",
  "404": "model_not_found",
  "408": "transient_5xx",
  "409": "transient_5xx",
  "413": "context_length_exceeded",
  "422": "invalid_request",
  "429": "rate_limit",
  "429-seconds": "rate_limit",
  "429-ms": "rate_limit",
  "429-date": "rate_limit",
  "429-past-date": "rate_limit",
  "429-negative": "rate_limit",
  "429-abc": "rate_limit",
  "429-huge": "rate_limit",
  "429-missing": "rate_limit",
  "429-quota": "quota_exceeded",
  "500": "transient_5xx",
  "503": "overloaded",
  "529": "overloaded",
};

/** What everything else is: as one document, and as a stream. */
const faultKinds: Readonly<Record<string, readonly [Ending, Ending]>> = {
  hang: ["timeout", "timeout"],
  "hang-body": ["timeout", "timeout"],
  "hang-after-headers": ["timeout", "timeout"],
  "hang-comments": ["timeout", "timeout"],
  closed: ["connection", "connection"],
  reset: ["stream_interrupted", "stream_interrupted"],
  "cut-early": ["invalid_response", "stream_interrupted"],
  cut: ["invalid_response", "stream_interrupted"],
  "cut-event": ["invalid_response", "stream_interrupted"],
  malformed: ["invalid_response", "stream_interrupted"],
  "error-event": ["overloaded", "transient_5xx"],
  "error-200": ["transient_5xx", "transient_5xx"],
  "html-200": ["invalid_response", "invalid_response"],
  "502-html": ["transient_5xx", "transient_5xx"],
  "empty-200": ["invalid_response", "stream_interrupted"],
  "fields-missing": ["invalid_response", "invalid_response"],
  redirect: ["connection", "connection"],
  gzip: ["answer", "answer"],
  "gzip-bomb": ["invalid_response", "invalid_response"],
  "endless-body": ["invalid_response", "invalid_response"],
  "endless-stream": ["timeout", "timeout"],
  "slow-body": ["answer", "answer"],
  comments: ["answer", "answer"],
};

const endingKinds: Readonly<Record<string, Ending>> = {
  ok: "answer",
  refusal: "safety_refusal",
  filter: "content_filter",
  "prompt-blocked": "content_filter",
  length: "answer",
  tool: "answer",
  continuation: "answer",
  "unknown-finish": "answer",
  "no-usage": "answer",
  "odd-usage": "answer",
};

/** Where a wire differs: what it has no word for, or says in another place. */
const ownKinds: Readonly<
  Partial<Record<EndpointFamily, Readonly<Record<string, readonly [Ending, Ending]>>>>
> = {
  anthropic: {
    filter: ["safety_refusal", "safety_refusal"],
    "prompt-blocked": ["safety_refusal", "safety_refusal"],
    "error-event": ["overloaded", "overloaded"],
  },
  gemini: {
    refusal: ["content_filter", "content_filter"],
    "error-event": ["overloaded", "overloaded"],
  },
};

const requestIds: Readonly<Record<EndpointFamily, string>> = {
  openai: "req_openai_1",
  "openai-response": "req_openai_1",
  anthropic: "req_anthropic_1",
  gemini: "req_gemini_1",
};

type Scenario = readonly [name: string, endings: readonly [Ending, Ending]];

const scenarios: readonly Scenario[] = [
  ...Object.entries({ ...errorKinds, ...endingKinds }).map(
    ([scenario, kind]) => [scenario, [kind, kind]] as const,
  ),
  ...Object.entries(faultKinds),
];

const isEndedByDeadline = ([, endings]: Scenario): boolean => endings.includes("timeout");

interface Ended {
  readonly ending: string;
  readonly requests: number;
  readonly isStreamed: boolean | undefined;
}

/** What a scenario should come to over that wire: as one document, and as a stream. */
function expectedOf(family: EndpointFamily, [name, usual]: Scenario): readonly [Ended, Ended] {
  const [whole, streamed] = ownKinds[family]?.[name] ?? usual;
  return [
    { ending: whole, requests: 1, isStreamed: false },
    { ending: streamed, requests: 1, isStreamed: true },
  ];
}

/** What it comes to over a server that nobody else calls meanwhile. */
async function endedOver(
  own: WireServer,
  family: EndpointFamily,
  scenario: Scenario,
): Promise<readonly Ended[]> {
  const seen: Ended[] = [];
  for (const { ending, isStreamed } of expectedOf(family, scenario)) {
    const before = own.requests.length;
    const route = aLiveRoute(own, family, scenario[0]);
    // Deadlines are short only where nothing but a deadline ends the call.
    const timeoutMs = ending === "timeout" ? 500 : 30_000;
    const provider = aLiveProvider({ stallMs: timeoutMs });
    const reply = await callOnce({ route, stream: isStreamed === true, timeoutMs }, provider);
    seen.push({
      ending: failureKindOf(reply) ?? "answer",
      requests: own.requests.length - before,
      isStreamed: own.requests.at(-1)?.isStreamed,
    });
  }
  return seen;
}

test("every scenario of the server has its ending here", () => {
  const known = new Set(scenarios.map(([scenario]) => scenario));
  const all = [...Object.keys(wireErrors), ...Object.keys(wireFaults)];
  expect(all.filter((scenario) => !known.has(scenario))).toEqual([]);
});

describe.each(endpointFamilies)("over %s", (family) => {
  test.each(scenarios.filter((scenario) => !isEndedByDeadline(scenario)))(
    "%s ends as it should, with one request",
    async (...scenario) => {
      expect(await endedOver(server, family, scenario)).toEqual(expectedOf(family, scenario));
    },
  );

  // Each waits for half a second, twice: side by side.
  test.concurrent.each(scenarios.filter(isEndedByDeadline))(
    "%s ends as it should, with one request",
    async (...scenario) => {
      const own = await startWireServer();
      expect(await endedOver(own, family, scenario)).toEqual(expectedOf(family, scenario));
      await own.close();
    },
  );

  test.each([false, true])("a whole answer is read, streamed: %s", async (stream) => {
    const reply = await callOnce({ route: aLiveRoute(server, family, "ok"), stream });
    const { usage } = reply;
    const kinds = [
      usage.inputUncachedTokens,
      usage.inputCacheReadTokens,
      usage.inputCacheWriteTokens,
    ].map((tokens) => tokens ?? Number.NaN);
    const input = Math.ceil(JSON.stringify(server.requests.at(-1)?.body).length / 4);
    expect(kinds.reduce((sum, tokens) => sum + tokens, 0)).toBe(input);
    expect(reply).toMatchObject({
      result: {
        kind: "response",
        response: {
          text: '{"label":"billing","sure":true}',
          toolCalls: [],
          finishReason: { kind: "stop" },
        },
      },
      usage: { outputTokens: 11, outputReasoningTokens: 3 },
      evidence: { httpStatus: 200, requestId: requestIds[family] },
    });
    expect(reply.servedModel).toMatch(/^m-1-./);
    expect(reply.firstTokenMs === undefined).toBe(!stream);
    expect(reply.evidence?.eventOffsetsMs === undefined).toBe(!stream);
  });

  test.each([false, true])("a tool call is read, streamed: %s", async (stream) => {
    const { result } = await callOnce({ route: aLiveRoute(server, family, "tool"), stream });
    expect(result).toMatchObject({
      response: {
        finishReason: { kind: "tool_calls" },
        toolCalls: [{ id: "call_1", name: "classify", arguments: { label: "billing" } }],
      },
    });
  });

  test.each([false, true])("an answer that was cut short says so, streamed: %s", async (stream) => {
    const { result } = await callOnce({ route: aLiveRoute(server, family, "length"), stream });
    expect(result).toMatchObject({
      response: { text: '{"label":"', finishReason: { kind: "length" } },
    });
  });

  test.concurrent.each(["hang-body", "hang-comments", "hang-after-headers"])(
    "%s is left when no event comes, long before the deadline",
    async (scenario) => {
      const route = aLiveRoute(server, family, scenario);
      const provider = aLiveProvider({ stallMs: 300 });
      const { result } = await callOnce({ route, stream: true, timeoutMs: 60_000 }, provider);
      expect(result).toMatchObject({
        failure: { kind: "timeout", detail: "no event of the stream for 300 ms" },
      });
    },
  );

  test("usage that is missing is unknown, and usage that cannot be is brought into line", async () => {
    const missing = await callOnce({ route: aLiveRoute(server, family, "no-usage"), stream: true });
    expect(missing.usage.outputTokens).toBeUndefined();
    const odd = await callOnce({ route: aLiveRoute(server, family, "odd-usage"), stream: true });
    expect(odd.usage.inputUncachedTokens).toBe(0);
    expect(odd.evidence?.usageAnomaly).toBeDefined();
  });

  test.each<[string, number | undefined]>([
    ["429", 2750],
    ["429-seconds", 3000],
    ["429-ms", 2750],
    ["429-past-date", 0],
    ["429-negative", undefined],
    ["429-abc", undefined],
    ["429-huge", 1e15],
    ["429-missing", undefined],
    ["529", 2000],
  ])("%s hints in its headers to wait %s ms", async (scenario, retryAfterMs) => {
    const { result } = await callOnce({ route: aLiveRoute(server, family, scenario) });
    // Gemini's body hints too, where its headers do not.
    const inBody = family === "gemini" && scenario.startsWith("429") ? 7500 : undefined;
    expect(result).toMatchObject({ failure: { retryAfterMs: retryAfterMs ?? inBody } });
  });

  test("a date to come again is counted from the given time of day", async () => {
    const { result } = await callOnce({ route: aLiveRoute(server, family, "429-date") });
    const hintMs = result.kind === "failure" ? result.failure.retryAfterMs : undefined;
    expect(hintMs).toBeGreaterThan(0);
    expect(hintMs).toBeLessThanOrEqual(5000);
  });
});
