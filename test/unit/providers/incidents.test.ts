import { expect, test } from "vitest";
import type { Clock } from "../../../src/core/clock.ts";
import type { ProviderReply } from "../../../src/core/provider.ts";
import { createSimulatedProvider } from "../../../src/providers/simulated-provider.ts";
import {
  aCall,
  aRecord,
  aRoute,
  aSimulation,
  failureKindOf,
  noAbort,
} from "./provider-call-builders.ts";

const outage = aSimulation({
  latency: { p50Ms: 700, p95Ms: 700 },
  errors: {},
  incidents: [
    { fromMs: 1000, toMs: 2000, errors: { transient_5xx: 0.6 }, latencyFactor: 3 },
    { fromMs: 5000, toMs: 6000, errors: undefined, latencyFactor: 2 },
  ],
});

function clockAt(nowMs: number): Clock {
  return { nowMs: () => nowMs, sleep: (_durationMs, _signal, value) => Promise.resolve(value!) };
}

async function repliesAt(nowMs: number, count: number): Promise<readonly ProviderReply[]> {
  const provider = createSimulatedProvider({ seed: 7 });
  const route = aRoute({ simulation: outage });
  const replies: ProviderReply[] = [];
  for (let index = 0; index < count; index += 1) {
    const call = aCall({ route, record: aRecord({ id: `r-${index}` }) });
    replies.push(await provider.call(call, clockAt(nowMs), noAbort));
  }
  return replies;
}

function errorShare(replies: readonly ProviderReply[]): number {
  const errors = replies.filter((reply) => failureKindOf(reply) === "transient_5xx");
  return errors.length / replies.length;
}

test("errors of an incident occur from its first moment to just before its last", async () => {
  expect(errorShare(await repliesAt(999, 200))).toBe(0);
  // Four standard errors of 0.6 at 2,000 draws are 0.044.
  expect(Math.abs(errorShare(await repliesAt(1000, 2000)) - 0.6)).toBeLessThan(0.044);
  expect(errorShare(await repliesAt(1999, 200))).toBeGreaterThan(0.4);
  expect(errorShare(await repliesAt(2000, 200))).toBe(0);
});

test("latencies of an incident are multiplied, with the usual errors where it names none", async () => {
  const [usual] = await repliesAt(0, 1);
  const [slow] = await repliesAt(5000, 1);
  expect([usual?.latencyMs, slow?.latencyMs]).toEqual([700, 1400]);
});

test("a call that fails in no incident draws what it drew without any", async () => {
  const route = aRoute({ simulation: { ...outage, incidents: [] } });
  const call = aCall({ route, record: aRecord({ id: "r-0" }) });
  const plain = await createSimulatedProvider({ seed: 7 }).call(call, clockAt(0), noAbort);
  expect((await repliesAt(0, 1))[0]).toEqual(plain);
});
