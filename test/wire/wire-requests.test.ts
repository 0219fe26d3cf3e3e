import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { JsonObject } from "../../src/core/json.ts";
import { anthropicWire } from "../../src/providers/live/anthropic/anthropic.ts";
import { geminiWire } from "../../src/providers/live/gemini/gemini.ts";
import type { WireFault } from "../../src/providers/live/wire.ts";
import { aRequest, aTool, toolConversation } from "../support/a-model-request.ts";
import { sendOverWire } from "./send-over-wire.ts";
import { startWireServer, type SeenRequest, type WireServer } from "./wire-server.ts";

let server: WireServer;
beforeEach(async () => {
  server = await startWireServer();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

const full = aRequest({
  messages: toolConversation,
  tools: [aTool],
  toolChoice: "classify",
  responseSchema: { type: "object", properties: { label: { type: "string" } } },
  maxOutputTokens: 200,
});

function onlyRequest(): SeenRequest {
  expect(server.requests).toHaveLength(1);
  return server.requests[0]!;
}

describe("anthropic", () => {
  test("the body arrives as it was built, with the key as a bearer", async () => {
    const parameters = { prompt_cache: "1h", extra_body: { speed: "fast" } };
    await sendOverWire(anthropicWire, server, "ok", { stream: false, request: full, parameters });
    const { body, headers } = onlyRequest();
    expect(body).toEqual(anthropicWire.bodyOf({ model: "small", request: full, parameters }));
    expect(headers["authorization"]).toBe("Bearer test-key");
    expect(headers["anthropic-version"]).toBe("2026-10-21");
    expect(headers["x-stainless-retry-count"]).toBe("0");
  });

  test("an older version travels as a header, and temperature with it in the body", async () => {
    const parameters = { anthropic_version: "2023-06-01", temperature: 0 };
    await sendOverWire(anthropicWire, server, "ok", { stream: true, parameters });
    const { body, headers } = onlyRequest();
    expect(headers["anthropic-version"]).toBe("2023-06-01");
    expect(body).toMatchObject({ temperature: 0, stream: true });
    expect(body["anthropic_version"]).toBeUndefined();
  });

  test("a large limit is sent without a stream too: the SDK would refuse it", async () => {
    const request = aRequest({ maxOutputTokens: 64_000 });
    const { reply } = await sendOverWire(anthropicWire, server, "ok", { stream: false, request });
    expect(reply?.result.kind).toBe("answer");
  });

  test("nothing of the environment gets into a request", async () => {
    vi.stubEnv("ANTHROPIC_BASE_URL", "http://127.0.0.1:1");
    vi.stubEnv("ANTHROPIC_AUTH_TOKEN", "of-the-environment");
    vi.stubEnv("ANTHROPIC_API_KEY", "of-the-environment");
    vi.stubEnv("ANTHROPIC_CUSTOM_HEADERS", "x-from: of-the-environment");
    await sendOverWire(anthropicWire, server, "ok", { stream: false });
    expect(JSON.stringify(onlyRequest().headers)).not.toContain("of-the-environment");
  });
});

describe("gemini", () => {
  test("the fields of the wire arrive in their places, with the key in a header", async () => {
    const parameters: JsonObject = {
      temperature: 0,
      seed: 7,
      service_tier: "flex",
      reasoning_effort: "low",
      extra_body: { labels: { team: "support" } },
    };
    const request = { ...full, messages: [aRequest().messages[0]!, ...full.messages] };
    await sendOverWire(geminiWire, server, "ok", { stream: false, request, parameters });
    const { body, headers, path } = onlyRequest();
    expect(path).toBe("/v1/models/small:generateContent");
    expect(headers["x-goog-api-key"]).toBe("test-key");
    expect(body).toMatchObject({
      systemInstruction: { parts: [{ text: "You label tickets." }] },
      generationConfig: {
        temperature: 0,
        seed: 7,
        maxOutputTokens: 200,
        responseMimeType: "application/json",
        responseJsonSchema: full.responseSchema,
        thinkingConfig: { thinkingLevel: "LOW" },
      },
      toolConfig: { functionCallingConfig: { mode: "ANY", allowedFunctionNames: ["classify"] } },
      tools: [{ functionDeclarations: [{ parametersJsonSchema: aTool["parameters"] }] }],
      serviceTier: "flex",
      labels: { team: "support" },
    });
    const contents = body["contents"] as readonly JsonObject[];
    expect(contents.map(({ role }) => role)).toEqual(["user", "model", "user"]);
    expect(contents[2]).toMatchObject({
      parts: [{ functionResponse: { name: "track", response: { at: "the border" } } }, {}],
    });
  });

  test("another version of the API is another path", async () => {
    await sendOverWire(geminiWire, server, "ok", {
      stream: true,
      parameters: { api_version: "v1beta" },
    });
    expect(onlyRequest().path).toBe("/v1beta/models/small:streamGenerateContent?alt=sse");
  });

  test("nothing of the environment gets into a request", async () => {
    vi.stubEnv("GOOGLE_GEMINI_BASE_URL", "http://127.0.0.1:1");
    vi.stubEnv("GOOGLE_GENAI_USE_VERTEXAI", "true");
    vi.stubEnv("GOOGLE_GENAI_USE_ENTERPRISE", "true");
    vi.stubEnv("GOOGLE_CLOUD_PROJECT", "of-the-environment");
    vi.stubEnv("GOOGLE_GENAI_API_VERSION", "v9");
    vi.stubEnv("GEMINI_API_KEY", "of-the-environment");
    await sendOverWire(geminiWire, server, "ok", { stream: false });
    const { headers, path } = onlyRequest();
    expect(path).toBe("/v1/models/small:generateContent");
    expect(JSON.stringify(headers)).not.toContain("of-the-environment");
  });
});

describe("errors as the SDKs throw them", () => {
  const faultOf = async (
    wire: typeof anthropicWire,
    scenario: string,
    stream = false,
  ): Promise<WireFault | undefined> => {
    const { client, error } = await sendOverWire(wire, server, scenario, { stream });
    return client.faultOf(error);
  };

  test.each([anthropicWire, geminiWire])(
    "$family: a spent quota is told from a limit",
    async (wire) => {
      expect(await faultOf(wire, "429")).toMatchObject({ httpStatus: 429, isQuota: false });
      expect(await faultOf(wire, "429-quota")).toMatchObject({ httpStatus: 429, isQuota: true });
      expect(await faultOf(wire, "402")).toMatchObject({ isQuota: true });
    },
  );

  test("gemini: the hint stands in the body", async () => {
    expect(await faultOf(geminiWire, "429-missing")).toMatchObject({
      type: "RESOURCE_EXHAUSTED",
      retryAfterMs: 7500,
    });
  });

  test("anthropic: the id of the request is kept", async () => {
    expect(await faultOf(anthropicWire, "500")).toMatchObject({
      type: "api_error",
      requestId: "req_anthropic_1",
    });
  });

  test("gemini: an error within a stream has the status of its body", async () => {
    expect(await faultOf(geminiWire, "error-event", true)).toMatchObject({
      httpStatus: 503,
      type: "UNAVAILABLE",
    });
  });

  test.each([anthropicWire, geminiWire])(
    "$family: a broken connection is no answer",
    async (wire) => {
      expect(await faultOf(wire, "closed")).toBeUndefined();
      expect(await faultOf(wire, "reset", true)).toBeUndefined();
    },
  );
});
