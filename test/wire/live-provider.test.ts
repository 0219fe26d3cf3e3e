import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import type { JsonObject } from "../../src/core/json.ts";
import { endpointFamilies } from "../../src/core/route.ts";
import type { ProviderReply } from "../../src/core/provider.ts";
import { openAiChat } from "../../src/providers/live/openai/openai-chat.ts";
import { wires } from "../../src/providers/live/wires.ts";
import type { Wire } from "../../src/providers/live/wire.ts";
import {
  aCall,
  aPrice,
  aRecord,
  failureKindOf,
  noAbort,
} from "../unit/providers/provider-call-builders.ts";
import { aLiveProvider, aLiveRoute, callOnce, realClock, TEST_KEY } from "./live-calls.ts";
import { startWireServer, type WireServer } from "./wire-server.ts";

let server: WireServer;

beforeAll(async () => {
  server = await startWireServer();
});
afterAll(() => server.close());
afterEach(() => {
  vi.unstubAllEnvs();
});

function detailOf({ result }: ProviderReply): string | undefined {
  return result.kind === "failure" ? result.failure.detail : undefined;
}

test.each(endpointFamilies)("nothing in the environment changes what %s sends", async (family) => {
  const route = aLiveRoute(server, family, "ok");
  await callOnce({ route });
  const plain = server.requests.at(-1);
  const nonsense = {
    OPENAI_BASE_URL: "http://127.0.0.1:9/v1",
    OPENAI_API_KEY: "sk-of-somebody-else",
    OPENAI_ADMIN_KEY: "sk-admin",
    OPENAI_ORG_ID: "org-1",
    OPENAI_PROJECT_ID: "proj-1",
    OPENAI_CUSTOM_HEADERS: "authorization: Bearer stolen\nx-odd: 1",
    OPENAI_LOG: "debug",
    HTTP_PROXY: "http://127.0.0.1:9",
    HTTPS_PROXY: "http://127.0.0.1:9",
    NODE_USE_ENV_PROXY: "1",
    ANTHROPIC_BASE_URL: "http://127.0.0.1:9",
    ANTHROPIC_API_KEY: "sk-of-somebody-else",
    ANTHROPIC_AUTH_TOKEN: "token-of-somebody-else",
    ANTHROPIC_CUSTOM_HEADERS: "authorization: Bearer stolen\nx-odd: 1",
    ANTHROPIC_LOG: "debug",
    GOOGLE_API_KEY: "key-of-somebody-else",
    GEMINI_API_KEY: "key-of-somebody-else",
    GOOGLE_GEMINI_BASE_URL: "http://127.0.0.1:9",
    GOOGLE_GENAI_USE_VERTEXAI: "true",
    GOOGLE_CLOUD_PROJECT: "project-1",
    GOOGLE_CLOUD_LOCATION: "nowhere",
    GOOGLE_GENAI_API_VERSION: "v9",
  };
  for (const [name, value] of Object.entries(nonsense)) vi.stubEnv(name, value);
  const reply = await callOnce({ route });
  expect(failureKindOf(reply)).toBeUndefined();
  const { headers, body } = server.requests.at(-1)!;
  expect(headers).toEqual(plain?.headers);
  expect(Object.values(headers).join(" ")).toContain(TEST_KEY);
  expect(body).toEqual(plain?.body);
});

test.each(endpointFamilies)("twenty streams over %s share connections", async (family) => {
  const provider = aLiveProvider();
  const route = aLiveRoute(server, family, "ok");
  const opened: (boolean | undefined)[] = [];
  for (let count = 0; count < 20; count += 1) {
    const reply = await provider.call(aCall({ route, stream: true }), realClock, noAbort);
    expect(failureKindOf(reply)).toBeUndefined();
    opened.push(reply.evidence?.openedConnection);
  }
  await provider.close();
  expect(opened[0]).toBe(true);
  expect(opened.filter((isNew) => isNew === true).length).toBeLessThanOrEqual(3);
});

test("a key that its provider has refused is not sent again, and other keys go on", async () => {
  const keys = new Map([
    ["DEAD", "sk-dead-key-000"],
    ["ALIVE", "sk-alive-key-00"],
  ]);
  const provider = aLiveProvider({ keys });
  const dead = aLiveRoute(server, "openai", "401", { apiKeyEnv: "DEAD" });
  const alive = aLiveRoute(server, "openai", "ok", { apiKeyEnv: "ALIVE" });
  const call = (route: typeof dead): Promise<ProviderReply> =>
    provider.call(aCall({ route }), realClock, noAbort);
  const before = server.count("401");
  expect(failureKindOf(await call(dead))).toBe("authentication");
  const second = await call({ ...dead, name: "another route", baseUrl: `${dead.baseUrl}/` });
  expect(failureKindOf(second)).toBe("authentication");
  expect(detailOf(second)).toContain("DEAD");
  expect(second.costNanoUsd).toBe(0);
  expect(server.count("401") - before).toBe(1);
  expect(failureKindOf(await call(alive))).toBeUndefined();
  await provider.close();
});

test("a key is not sent to a second host", async () => {
  const other = await startWireServer();
  const provider = aLiveProvider();
  const call = (of: WireServer): Promise<ProviderReply> =>
    provider.call(aCall({ route: aLiveRoute(of, "openai", "ok") }), realClock, noAbort);
  expect(failureKindOf(await call(server))).toBeUndefined();
  const refused = await call(other);
  expect(failureKindOf(refused)).toBe("authentication");
  expect(detailOf(refused)).toContain("is bound to");
  expect(other.count()).toBe(0);
  await provider.close();
  await other.close();
});

test.each<[string, JsonObject, string]>([
  ["a parameter that the wire lacks", { seed: 7 }, "seed"],
  ["a parameter of a wrong type", { temperature: "hot" }, "temperature"],
])("%s is refused without a request", async (_, parameters, word) => {
  const before = server.count();
  const route = aLiveRoute(server, "openai-response", "ok", { parameters });
  const reply = await callOnce({ route });
  expect(failureKindOf(reply)).toBe("invalid_request");
  expect(detailOf(reply)).toContain(word);
  expect(reply.costNanoUsd).toBe(0);
  expect(server.count()).toBe(before);
});

test("a file that the wire cannot carry is refused without a request", async () => {
  const before = server.count();
  const messages = [{ role: "user", content: [{ type: "file", file: { file_id: "f" } }] }];
  const record = aRecord({ request: { ...aRecord().request, messages } });
  const reply = await callOnce({ route: aLiveRoute(server, "openai", "ok"), record });
  expect(failureKindOf(reply)).toBe("unsupported_file_type");
  expect(server.count()).toBe(before);
});

test("a compatible route without an address is sent to nobody", async () => {
  const route = aLiveRoute(server, "openai", "ok", {
    provider: "openai_compatible",
    baseUrl: undefined,
  });
  expect(failureKindOf(await callOnce({ route }))).toBe("invalid_request");
});

test("a key that no header can hold is refused unsent, and is not in the message", async () => {
  const keys = new Map([["TEST_KEY", "canary\u2603key-value"]]);
  const before = server.count();
  const reply = await callOnce(
    { route: aLiveRoute(server, "openai", "ok") },
    aLiveProvider({ keys }),
  );
  expect(failureKindOf(reply)).toBe("invalid_request");
  expect(JSON.stringify(reply)).not.toContain("canary");
  expect(server.count()).toBe(before);
});

test("an SDK that sends twice is stopped before the second request, and told on", async () => {
  const twice: Wire = {
    ...openAiChat,
    connect: async (target) => {
      const client = await openAiChat.connect(target);
      return {
        faultOf: (error) => client.faultOf(error),
        send: async (body, how) => {
          await client.send(body, how);
          return client.send(body, how);
        },
      };
    },
  };
  const before = server.count();
  const provider = aLiveProvider({ wires: { ...wires, openai: twice } });
  const reply = await callOnce({ route: aLiveRoute(server, "openai", "ok") }, provider);
  expect(failureKindOf(reply)).toBe("harness_error");
  expect(detailOf(reply)).toBe("one attempt made 2 requests instead of 1");
  expect(server.count() - before).toBe(1);
});

test("an aborted run rejects the call", async () => {
  const abort = new AbortController();
  const route = aLiveRoute(server, "openai", "hang");
  const calling = callOnce({ route, timeoutMs: undefined }, aLiveProvider(), abort.signal);
  await vi.waitUntil(() => server.requests.at(-1)?.scenario === "hang");
  abort.abort(new Error("stop"));
  await expect(calling).rejects.toThrow("stop");
});

test.each(endpointFamilies)(
  "no first token in time is a failure of its own over %s",
  async (family) => {
    const route = aLiveRoute(server, family, "hang-after-headers");
    const call = { route, firstTokenTimeoutMs: 100, timeoutMs: 5000 };
    expect(failureKindOf(await callOnce({ ...call, stream: true }))).toBe("first_token_timeout");
    // Without a stream there is no first token to wait for.
    const unstreamed = await callOnce({ ...call, timeoutMs: 200, stream: false });
    expect(failureKindOf(unstreamed)).toBe("timeout");
  },
);

test("a timeout that no timer can hold is the longest that one can", async () => {
  const route = aLiveRoute(server, "openai", "ok");
  expect(failureKindOf(await callOnce({ route, timeoutMs: 1e15 }))).toBeUndefined();
});

const priced = { price: aPrice({ input: 1, cachedInput: 1, output: 1 }) };

test.each<[string, boolean, number | undefined]>([
  ["429", false, 0],
  ["500", true, 0],
  ["redirect", false, 0],
  ["closed", false, undefined],
  ["hang", false, undefined],
  ["hang-body", true, undefined],
  ["cut", true, undefined],
  ["reset", true, undefined],
  ["no-usage", true, undefined],
])("%s (streamed: %s) costs %s", async (scenario, stream, cost) => {
  const route = aLiveRoute(server, "openai", scenario, priced);
  const timeoutMs = scenario.startsWith("hang") ? 500 : 30_000;
  const reply = await callOnce({ route, stream, timeoutMs });
  expect(reply.costNanoUsd).toBe(cost);
});

test("a connection that is refused fails as one, and costs nothing", async () => {
  const gone = await startWireServer();
  const route = aLiveRoute(gone, "openai", "ok", priced);
  await gone.close();
  const reply = await callOnce({ route });
  expect(failureKindOf(reply)).toBe("connection");
  expect(reply.costNanoUsd).toBe(0);
  expect(reply.evidence?.openedConnection).toBeUndefined();
});

test("a refusal is paid for like an answer: 1 dollar a million tokens is 1000 nano each", async () => {
  const price = aPrice({ input: 1, cachedInput: 1, output: 1 });
  const all = { ...price, cacheWriteNanoUsdPerMtok: 1e9 };
  for (const scenario of ["ok", "refusal"]) {
    const route = aLiveRoute(server, "openai", scenario, { price: all });
    const { usage, costNanoUsd } = await callOnce({ route });
    const tokens =
      (usage.inputUncachedTokens ?? 0) +
      (usage.inputCacheReadTokens ?? 0) +
      (usage.inputCacheWriteTokens ?? 0) +
      (usage.outputTokens ?? 0);
    expect(tokens).toBeGreaterThan(0);
    expect(costNanoUsd).toBe(1000 * tokens);
  }
});

test.each(["gzip-bomb", "endless-body"])("%s does not fill the memory", async (scenario) => {
  const before = process.memoryUsage.rss();
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 5);
  const route = aLiveRoute(server, "openai", scenario);
  const reply = await callOnce({ route });
  clearInterval(watch);
  expect(failureKindOf(reply)).toBe("invalid_response");
  expect(detailOf(reply)).toBe("the answer is longer than 32 MiB");
  // A text of 32 MiB is held in chunks and once as a string; a gigabyte would stand out.
  expect(most - before).toBeLessThan(250 * 1024 * 1024);
});

test("what a gateway says of itself is read from headers and body, and kept apart", async () => {
  const provider = aLiveProvider({
    readGateway: (headers, body) => ({
      reportedCostNanoUsd: headers["x-request-id"] === "req_openai_1" ? 420 : 0,
      gateway: { servedBy: JSON.stringify(body?.["model"]) },
    }),
  });
  const reply = await callOnce({ route: aLiveRoute(server, "openai", "ok") }, provider);
  expect(reply.evidence).toMatchObject({
    reportedCostNanoUsd: 420,
    gateway: { servedBy: '"m-1-2026-09-01"' },
  });
});

test.each(["openai", "openai-response"] as const)(
  "a gateway's route sends its own headers over %s, each route its own",
  async (family) => {
    const provider = aLiveProvider();
    const configs = ["pc-one", "pc-two"];
    for (const config of configs) {
      const parameters = { max_output_tokens: 9, extra_headers: { "X-Portkey-Config": config } };
      const of = { provider: "openai_compatible", parameters } as const;
      const route = aLiveRoute(server, family, "ok", of);
      await provider.call(aCall({ route }), realClock, noAbort);
    }
    await provider.close();
    const seen = server.requests.slice(-2).map(({ headers }) => headers);
    expect(seen.map((headers) => headers["x-portkey-config"])).toEqual(configs);
    expect(seen.map((headers) => headers["authorization"])).toEqual(
      configs.map(() => `Bearer ${TEST_KEY}`),
    );
    expect(JSON.stringify(server.requests.at(-1)?.body)).not.toContain("pc-two");
  },
);
