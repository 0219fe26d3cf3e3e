import { createLiveProvider, type LiveProvider } from "../../src/providers/live/live-provider.ts";
import { wires } from "../../src/providers/live/wires.ts";
import type { Clock } from "../../src/core/clock.ts";
import type { ProviderCall, ProviderReply } from "../../src/core/provider.ts";
import type { EndpointFamily, ProviderName, Route } from "../../src/core/route.ts";
import { aCall, aRoute, noAbort } from "../unit/providers/provider-call-builders.ts";
import type { WireServer } from "./wire-server.ts";

export const TEST_KEY = "sk-test-0123456789abcdef";

/** Real time, as live calls run on it. */
export const realClock: Clock = {
  nowMs: () => performance.now(),
  sleep: (durationMs, _signal, value) =>
    new Promise((resolve) => setTimeout(() => resolve(value!), durationMs)),
};

const providerOf: Readonly<Record<EndpointFamily, ProviderName>> = {
  openai: "openai",
  "openai-response": "openai",
  anthropic: "anthropic",
  gemini: "google",
};

export function aLiveProvider(
  parts: Partial<Parameters<typeof createLiveProvider>[0]> = {},
): LiveProvider {
  return createLiveProvider({
    wires,
    keys: new Map([["TEST_KEY", TEST_KEY]]),
    concurrency: 8,
    wallNowMs: () => Date.now(),
    ...parts,
  });
}

export function aLiveRoute(
  server: WireServer,
  family: EndpointFamily,
  scenario: string,
  parts: Partial<Route> = {},
): Route {
  return aRoute({
    name: `${family} ${scenario}`,
    provider: providerOf[family],
    model: "m-1",
    endpointFamily: family,
    baseUrl: server.baseUrl(scenario, family),
    apiKeyEnv: "TEST_KEY",
    parameters: { max_output_tokens: 100 },
    ...parts,
  });
}

/** One call over a fresh provider: what one scenario breaks does not reach the next. */
export async function callOnce(
  call: Partial<ProviderCall>,
  provider: LiveProvider = aLiveProvider(),
  signal: AbortSignal = noAbort,
): Promise<ProviderReply> {
  try {
    return await provider.call(aCall({ timeoutMs: 30_000, ...call }), realClock, signal);
  } finally {
    await provider.close();
  }
}
