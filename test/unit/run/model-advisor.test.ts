import { describe, expect, test } from "vitest";
import type { Advice } from "../../../src/core/advice.ts";
import { HarnessError } from "../../../src/core/harness-error.ts";
import type { Provider, ProviderCall, ProviderReply } from "../../../src/core/provider.ts";
import type { ReplayRecord } from "../../../src/core/replay-record.ts";
import { viewOf } from "../../../src/core/request-view.ts";
import type { Trial } from "../../../src/core/trial.ts";
import { createSimulatedProvider } from "../../../src/providers/simulated-provider.ts";
import { createTableProvider } from "../../../src/providers/table-provider.ts";
import { VirtualClock } from "../../../src/replay/virtual-clock.ts";
import { createModelAdvisor } from "../../../src/run/advice/model-advisor.ts";
import { aFailure, aRecord, aReply, aRoute } from "../replay/builders.ts";

const needs = {
  kind: "model",
  route: "judge",
  labels: ["faq", "refund"],
  timeoutMs: 2000,
  goldenTag: "reviewed",
} as const;

const judge = aRoute("judge");

function aTrial(over: Partial<ReplayRecord> = {}): Trial {
  const record = { ...aRecord(3), tags: { reviewed: "refund" }, ...over };
  return { record, view: viewOf(record), arm: 1, repeat: 2 };
}

interface Heard {
  readonly calls: ProviderCall[];
  readonly provider: Provider;
}

function hearing(reply: ProviderReply): Heard {
  const calls: ProviderCall[] = [];
  const provider: Provider = {
    name: "heard",
    call: (call) => {
      calls.push(call);
      return Promise.resolve(reply);
    },
  };
  return { calls, provider };
}

/** On a clock whose only worker asks. */
async function advise(provider: Provider, trial = aTrial(), route = judge): Promise<Advice> {
  const clock = new VirtualClock();
  const { signal } = new AbortController();
  let advice: Advice | undefined;
  await clock.work([
    async () => {
      advice = await createModelAdvisor(needs, route, provider).advise(trial, clock, signal);
    },
  ]);
  if (advice === undefined) throw new Error("no advice");
  return advice;
}

describe("the question", () => {
  test("is one call of the trial, with a name of its own", async () => {
    const { calls, provider } = hearing(aReply('{"intent":"faq","confidence":0.7}', 300));
    await advise(provider);
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({
      arm: 1,
      repeat: 2,
      attemptIndex: 1000,
      timeoutMs: 2000,
      record: { id: "r3/classifier", ordinal: 3 },
      route: { name: "judge" },
      stream: false,
    });
  });

  test("holds what users wrote and the labels, and never the right one by itself", async () => {
    const { calls, provider } = hearing(aReply("{}", 1));
    const { request } = aRecord(0);
    const messages = [
      { role: "system", content: "secret instructions" },
      { role: "user", content: [{ type: "text", text: "my money" }, { type: "image_url" }] },
      { role: "assistant", content: "which order?" },
      { role: "user", content: "the last" },
    ];
    await advise(
      provider,
      aTrial({ request: { ...request, messages }, tags: { reviewed: "gold" } }),
    );
    const sent = JSON.stringify(calls[0]?.record.request);
    expect(calls[0]?.record.request.messages.at(-1)?.content).toBe("my money\n\nthe last");
    expect(sent).toContain('\\"faq\\", \\"refund\\"');
    expect(sent).not.toContain("gold");
    expect(sent).not.toContain("secret");
  });
});

describe("the answer", () => {
  const said = async (text: string) => {
    const advice = await advise(hearing(aReply(text, 300)).provider);
    return advice.kind === "classified" ? advice.classification : undefined;
  };

  test("is a label with its confidence, and what it took", async () => {
    expect(await said('{"intent":"faq","confidence":0.7}')).toMatchObject({
      label: "faq",
      confidence: 0.7,
      by: "model",
      latencyMs: 300,
      costNanoUsd: 5,
    });
  });

  test.each([
    ['```json\n{"intent":"refund","confidence":1}\n```', "refund", 1],
    ['{"intent":"refund"}', "refund", undefined],
    ['{"intent":"refund","confidence":null}', "refund", undefined],
    ['{"intent":"refund","confidence":87}', undefined, undefined],
    ['{"intent":"refund","confidence":"high"}', undefined, undefined],
    ['{"intent":"Refund","confidence":1}', undefined, undefined],
    ['{"label":"refund"}', undefined, undefined],
    ["refund", undefined, undefined],
    ["[1]", undefined, undefined],
    ["{oops}", undefined, undefined],
    ["", undefined, undefined],
  ])("%j is %s at %s", async (text, label, confidence) => {
    expect(await said(text)).toMatchObject({ label, confidence });
  });

  test("a failed call leaves it unsure, and says how", async () => {
    const advice = await advise(hearing(aFailure("rate_limit", 20)).provider);
    expect(advice).toMatchObject({
      kind: "classified",
      classification: { label: undefined, failure: "rate_limit", latencyMs: 20 },
    });
  });

  test("a table knows no such call, even of a route that it holds", async () => {
    const outcomes = new Map([["judge", undefined as never]]);
    const advice = await advise(createTableProvider(), aTrial({ outcomes }));
    expect(advice).toMatchObject({ classification: { label: undefined, failure: "not_covered" } });
  });

  test("what ends the run ends it here too; what only breaks the call does not", async () => {
    const throwing = (error: Error): Provider => ({ name: "x", call: () => Promise.reject(error) });
    const cap = new HarnessError("spend-cap", "no money");
    await expect(advise(throwing(cap))).rejects.toBe(cap);
    expect(await advise(throwing(new TypeError("odd")))).toEqual({
      kind: "failed",
      because: "the classifier broke: odd",
    });
  });
});

test("a simulated model is right as often as its route is", async () => {
  const simulation = {
    latency: { p50Ms: 100, p95Ms: 300 },
    firstToken: undefined,
    errors: {},
    accuracy: 0.8,
    schemaErrorRate: 0.05,
    outputTokens: undefined,
  } as const;
  const route = { ...judge, simulation: { ...simulation } } as typeof judge;
  const provider = createSimulatedProvider({ seed: 1 });
  const counts = { right: 0, wrong: 0, unsure: 0 };
  for (let ordinal = 0; ordinal < 2000; ordinal += 1) {
    const reviewed = ordinal % 2 === 0 ? "faq" : "refund";
    const advice = await advise(
      provider,
      aTrial({ ordinal, id: `r${ordinal}`, tags: { reviewed } }),
      route,
    );
    const label = advice.kind === "classified" ? advice.classification.label : undefined;
    counts[label === undefined ? "unsure" : label === reviewed ? "right" : "wrong"] += 1;
  }
  // Three standard deviations of a binomial share over 2,000 are 0.027 and 0.015.
  expect(Math.abs(counts.right / 2000 - 0.8)).toBeLessThan(0.027);
  expect(counts.unsure / 2000).toBeLessThan(0.05 + 0.015);
  expect(counts.wrong / 2000).toBeGreaterThan(0.12);
});
