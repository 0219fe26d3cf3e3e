import { expect, test } from "vitest";
import type { ReplayRecord } from "../../../../src/core/replay-record.ts";
import type { Strategy } from "../../../../src/core/strategy.ts";
import type { WorstCase } from "../../../../src/providers/worst-case.ts";
import { createRouter } from "../../../../src/routing/create-router.ts";
import { planLiveRun } from "../../../../src/run/calls/live-plan.ts";
import { aRecord } from "../../replay/builders.ts";
import { aPolicy, aRegistry, aSource, someOptions } from "../../routing/policy-builders.ts";

const registry = aRegistry({ small: {}, large: {}, judge: {} });
const worst: Readonly<Record<string, number>> = { small: 10, large: 50, judge: 3 };

async function planOf(strategy: Strategy, over: Partial<WorstCase> = {}, repeat = 2) {
  const policy = aPolicy({ strategy });
  const router = createRouter(policy, registry, someOptions);
  const asked: ReplayRecord[] = [];
  async function* records() {
    yield [aRecord(0), { ...aRecord(1), tags: { intent: "faq" } }];
  }
  const planned = {
    inputs: { registry },
    dataset: { records },
    options: { repeat },
    arms: [{ policy, router }],
  } as unknown as Parameters<typeof planLiveRun>[0];
  const costs = {
    worstCaseOf: ({ name }: { readonly name: string }, record: ReplayRecord): WorstCase => {
      asked.push(record);
      const bounded = { kind: "bounded", nanoUsd: worst[name] ?? 0 } as const;
      return record.id.endsWith("/classifier") ? ({ ...bounded, ...over } as WorstCase) : bounded;
    },
  } as unknown as Parameters<typeof planLiveRun>[1];
  return { plan: await planLiveRun(planned, costs, 0), asked };
}

const byModel: Strategy = {
  kind: "intent",
  classifier: { by: "model", route: "judge", labels: ["faq", "other"], timeoutMs: undefined },
  routes: [{ intent: "faq", route: "small" }],
  minConfidence: 0.5,
  unsure: { kind: "route", route: "large" },
  goldenTag: undefined,
  overhead: undefined,
};

test("a policy that asks first is planned with the question, and with its dearest route", async () => {
  const { plan } = await planOf(byModel);
  expect(Object.fromEntries(plan.routes)).toEqual({
    judge: { calls: 4, worstNanoUsd: 12 },
    large: { calls: 4, worstNanoUsd: 200 },
  });
  expect(plan).toMatchObject({ calls: 8, withoutCall: 0 });
});

test("so is one that asks the team's function, which is not asked for it", async () => {
  const own: Strategy = {
    kind: "module",
    path: "router.ts",
    exportName: "default",
    timeoutMs: 1,
    routes: ["small", "large"],
  };
  const { plan } = await planOf(own);
  expect(Object.fromEntries(plan.routes)).toEqual({ large: { calls: 4, worstNanoUsd: 200 } });
});

test("a policy that asks nobody is planned as it decides", async () => {
  const byLabel: Strategy = {
    ...byModel,
    classifier: {
      by: "label",
      label: aSource('has(tags.intent) ? tags.intent : ""'),
      confidence: undefined,
    },
    unsure: { kind: "queue" },
  };
  const { plan } = await planOf(byLabel);
  expect(Object.fromEntries(plan.routes)).toEqual({ small: { calls: 2, worstNanoUsd: 20 } });
  expect(plan.withoutCall).toBe(2);
});

test("a question without a bound is named, and the run does not start", async () => {
  const unbounded = { kind: "unbounded", because: "no limit of output tokens" } as const;
  await expect(planOf(byModel, unbounded as Partial<WorstCase>)).rejects.toThrow(
    'route "judge" may cost any amount (record "r0/classifier", data.csv:2): no limit of output tokens',
  );
});
