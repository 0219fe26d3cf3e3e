import { expect, test } from "vitest";
import type { ProviderCall, ProviderReply } from "../../../src/core/provider.ts";
import { createSimulatedProvider } from "../../../src/providers/simulated-provider.ts";
import {
  aCall,
  aClock,
  aPrice,
  aRecord,
  aRoute,
  aSimulation,
  failureKindOf,
  noAbort,
  textOf,
} from "./provider-call-builders.ts";

const labels = ["billing", "refund", "delivery", "account"];

function reply(parts: Partial<ProviderCall> = {}, seed = 1): Promise<ProviderReply> {
  const provider = createSimulatedProvider({ seed, answers: labels });
  return provider.call(aCall(parts), aClock(), noAbort);
}

async function replies(count: number, parts: Partial<ProviderCall>): Promise<ProviderReply[]> {
  const provider = createSimulatedProvider({ seed: 7, answers: labels });
  const found: ProviderReply[] = [];
  for (let index = 0; index < count; index += 1) {
    const record = aRecord({ id: `r-${index}`, expected: "billing" });
    found.push(await provider.call(aCall({ record, ...parts }), aClock(), noAbort));
  }
  return found;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
}

/** Four standard errors of a share, plus one count. */
function tolerance(share: number, count: number): number {
  return 4 * Math.sqrt((share * (1 - share)) / count) + 1 / count;
}

test("latencies have the median and the 95th percentile that the registry gives", async () => {
  const simulation = aSimulation({ firstToken: { p50Ms: 220, p95Ms: 600 } });
  const found = await replies(20_000, { route: aRoute({ simulation }) });
  const latencies = found.map(({ latencyMs }) => latencyMs ?? Number.NaN);
  const firstTokens = found.map(({ firstTokenMs }) => firstTokenMs ?? Number.NaN);
  // Four standard errors of these quantiles at 20,000 draws are 2.7 % and 4.5 % at most.
  expect(Math.abs(quantile(latencies, 0.5) / 700 - 1)).toBeLessThan(0.027);
  expect(Math.abs(quantile(latencies, 0.95) / 2400 - 1)).toBeLessThan(0.045);
  expect(Math.abs(quantile(firstTokens, 0.5) / 220 - 1)).toBeLessThan(0.027);
  expect(Math.abs(quantile(firstTokens, 0.95) / 600 - 1)).toBeLessThan(0.045);
});

test("no answer ends before its first token", async () => {
  const simulation = aSimulation({ firstToken: { p50Ms: 690, p95Ms: 5000 } });
  for (const { firstTokenMs, latencyMs } of await replies(500, { route: aRoute({ simulation }) })) {
    expect(firstTokenMs).toBeLessThanOrEqual(latencyMs ?? Number.NaN);
  }
});

test("errors come with their class's share", async () => {
  const errors = { rate_limit: 0.05, transient_5xx: 0.02, safety_refusal: 0.1 } as const;
  const found = await replies(20_000, { route: aRoute({ simulation: aSimulation({ errors }) }) });
  for (const [kind, share] of Object.entries(errors)) {
    const seen = found.filter((one) => failureKindOf(one) === kind).length / found.length;
    expect(Math.abs(seen - share)).toBeLessThan(tolerance(share, found.length));
  }
  const failed = found.filter((one) => failureKindOf(one) !== undefined).length;
  expect(Math.abs(failed / found.length - 0.17)).toBeLessThan(tolerance(0.17, found.length));
});

test("answers are right as often as the registry says", async () => {
  const simulation = aSimulation({ accuracy: 0.93 });
  const found = await replies(20_000, { route: aRoute({ simulation }) });
  const right = found.filter((one) => textOf(one) === "billing").length / found.length;
  expect(Math.abs(right - 0.93)).toBeLessThan(tolerance(0.93, found.length));
});

test("a wrong label is a label that other records have", async () => {
  const simulation = aSimulation({ accuracy: 0 });
  const found = await replies(200, { route: aRoute({ simulation }) });
  expect(new Set(found.map(textOf))).toEqual(new Set(["refund", "delivery", "account"]));
});

test("the same call has the same reply, whatever was called before", async () => {
  const route = aRoute({ simulation: aSimulation({ accuracy: 0.5, errors: { timeout: 0.2 } }) });
  const provider = createSimulatedProvider({ seed: 1, answers: labels });
  const call = aCall({ route, record: aRecord({ expected: "billing" }) });
  await provider.call(aCall({ route, record: aRecord({ id: "another" }) }), aClock(), noAbort);
  expect(await provider.call(call, aClock(), noAbort)).toEqual(await reply(call));
});

test.each([
  ["seed", {}, 2],
  ["record", { record: aRecord({ id: "r-2", expected: "billing" }) }, 1],
  ["route", { route: aRoute({ name: "other", simulation: aSimulation() }) }, 1],
  ["repeat", { repeat: 1 }, 1],
  ["earlier call of the route", { priorCallsOfRoute: 1 }, 1],
] as const)("another %s draws another reply", async (_what, parts, seed) => {
  const base = {
    route: aRoute({ simulation: aSimulation() }),
    record: aRecord({ expected: "billing" }),
  };
  const first = await reply(base);
  const second = await reply({ ...base, ...parts }, seed);
  expect(second.latencyMs).not.toBe(first.latencyMs);
});

test("tokens are four UTF-16 units each, and cost by the route's price", async () => {
  const route = aRoute({ simulation: aSimulation(), price: aPrice({ input: 2.5, output: 10 }) });
  const { usage, costNanoUsd } = await reply({ route, record: aRecord({ expected: "billing" }) });
  // The prompt has 26 characters, the answer 7.
  expect(usage).toMatchObject({ inputUncachedTokens: 7, outputTokens: 2 });
  expect(costNanoUsd).toBe(7 * 2500 + 2 * 10_000);
});

test("an answer's tokens are the registry's where it gives them", async () => {
  const route = aRoute({ simulation: aSimulation({ outputTokens: 180 }) });
  expect((await reply({ route })).usage.outputTokens).toBe(180);
});

test("without a price the cost is unknown", async () => {
  const route = aRoute({ simulation: aSimulation() });
  expect((await reply({ route })).costNanoUsd).toBeUndefined();
});

test("a rate limit hints at whole seconds, costs nothing and is answered soon", async () => {
  const simulation = aSimulation({
    errors: { rate_limit: 1 },
    latency: { p50Ms: 700, p95Ms: 700 },
  });
  const found = await reply({ route: aRoute({ simulation }) });
  expect(found).toMatchObject({ costNanoUsd: 0, usage: { outputTokens: 0 }, latencyMs: 70 });
  const hintMs =
    found.result.kind === "failure" ? (found.result.failure.retryAfterMs ?? 0) : undefined;
  expect([1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000]).toContain(hintMs);
});

test("a simulated timeout lasts as long as the policy waits, and is paid in full", async () => {
  const simulation = aSimulation({ errors: { timeout: 1 }, outputTokens: 100 });
  const route = aRoute({ simulation, price: aPrice({ input: 0, output: 10 }) });
  const found = await reply({ route, timeoutMs: 7000 });
  expect(failureKindOf(found)).toBe("timeout");
  expect(found).toMatchObject({ latencyMs: 7000, costNanoUsd: 1_000_000 });
});

test("an answer slower than the policy's timeout is a timeout", async () => {
  const simulation = aSimulation({ latency: { p50Ms: 700, p95Ms: 700 } });
  const found = await reply({ route: aRoute({ simulation }), timeoutMs: 600 });
  expect(failureKindOf(found)).toBe("timeout");
  expect(found.latencyMs).toBe(600);
});

test("the time of an answer passes on the clock", async () => {
  const clock = aClock();
  const provider = createSimulatedProvider({ seed: 1 });
  const call = aCall({ route: aRoute({ simulation: aSimulation() }) });
  const { latencyMs } = await provider.call(call, clock, noAbort);
  expect(clock.nowMs()).toBe(latencyMs);
});

test("a record that expects nothing gets an answer all the same", async () => {
  expect(textOf(await reply({ route: aRoute({ simulation: aSimulation() }) }))).toMatch(
    /simulated/,
  );
});

test("a route of which nothing is known cannot be simulated", async () => {
  await expect(reply()).rejects.toThrow('route "small" has no simulation');
});
