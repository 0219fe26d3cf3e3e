import { LLMock } from "@copilotkit/aimock";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { JsonObject } from "../../src/core/json.ts";
import { gatewayEvidence, type GatewayReading } from "../../src/providers/live/gateway-evidence.ts";
import {
  closedPort,
  startPortkeyGateway,
  type PortkeyGateway,
} from "../support/portkey-gateway.ts";

let gateway: PortkeyGateway;
const first = new LLMock({ port: 0, host: "127.0.0.1" });
const second = new LLMock({ port: 0, host: "127.0.0.1" });

beforeAll(async () => {
  first.onMessage("hello", { content: "first" });
  second.onMessage("hello", { content: "second" });
  await Promise.all([first.start(), second.start()]);
  gateway = await startPortkeyGateway();
}, 60_000);

afterAll(async () => {
  await Promise.allSettled([gateway?.stop(), first.stop(), second.stop()]);
});

/** A target as Portkey's configuration writes it, with the model that it asks for. */
function aTarget(url: string, model: string): JsonObject {
  return {
    provider: "openai",
    api_key: "sk-test",
    custom_host: `${url}/v1`,
    override_params: { model },
  };
}

interface Answer {
  readonly status: number;
  readonly text: string | undefined;
  readonly reading: GatewayReading;
}

async function ask(strategy: JsonObject, targets: readonly JsonObject[]): Promise<Answer> {
  const response = await fetch(`${gateway.baseUrl}/chat/completions`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-portkey-config": JSON.stringify({ strategy, targets }),
    },
    body: JSON.stringify({ model: "auto", messages: [{ role: "user", content: "hello" }] }),
  });
  const body = (await response.json()) as JsonObject & {
    readonly choices?: readonly { readonly message: { readonly content: string } }[];
  };
  return {
    status: response.status,
    text: body.choices?.[0]?.message.content,
    reading: gatewayEvidence(Object.fromEntries(response.headers), body),
  };
}

test("the first target answers: its model is the served one and nothing was passed over", async () => {
  const targets = [aTarget(first.url, "gpt-5-mini"), aTarget(second.url, "gpt-5-nano")];
  const { status, text, reading } = await ask({ mode: "fallback" }, targets);
  expect({ status, text }).toEqual({ status: 200, text: "first" });
  expect(reading).toEqual({
    servedModel: "gpt-5-mini",
    gateway: { servedBy: "openai", retries: 0, fallbacks: 0 },
  });
});

test("the first target is down: the second one's model is served, and that is a fallback", async () => {
  const down = `http://127.0.0.1:${await closedPort()}`;
  const targets = [aTarget(down, "gpt-5-mini"), aTarget(second.url, "gpt-5-nano")];
  const { status, text, reading } = await ask({ mode: "fallback" }, targets);
  expect({ status, text }).toEqual({ status: 200, text: "second" });
  expect(reading).toEqual({
    servedModel: "gpt-5-nano",
    gateway: { servedBy: "openai", retries: 0, fallbacks: 1 },
  });
});

test("the first target is overloaded: each retry and the fallback are told", async () => {
  first.nextRequestError(503, { message: "overloaded" });
  const targets = [aTarget(first.url, "gpt-5-mini"), aTarget(second.url, "gpt-5-nano")];
  const retried = await ask({ mode: "fallback" }, [
    { ...targets[0], retry: { attempts: 1, on_status_codes: [503] } },
    targets[1] ?? {},
  ]);
  expect({ status: retried.status, text: retried.text }).toEqual({ status: 200, text: "first" });
  expect(retried.reading.gateway).toEqual({ servedBy: "openai", retries: 1, fallbacks: 0 });
});

test("a gateway with every target down tells where it gave up, and no served model", async () => {
  const down = `http://127.0.0.1:${await closedPort()}`;
  const targets = [aTarget(down, "gpt-5-mini"), aTarget(down, "gpt-5-nano")];
  const { status, reading } = await ask({ mode: "fallback" }, targets);
  expect(status).toBeGreaterThanOrEqual(500);
  expect(reading.servedModel).toBeUndefined();
});
