import { expect, test } from "vitest";
import { diffPolicies } from "../../../src/policies/changes/diff-policies.ts";
import { policyVersion } from "../../../src/policies/policy-version.ts";
import { createRouter } from "../../../src/routing/create-router.ts";
import { createServedJudge } from "../../../src/routing/create-served-judge.ts";
import { metricsBefore } from "../comparison/a-comparison.ts";
import { anAttempt, anOutcome } from "../comparison/an-outcome.ts";
import { someOptions } from "../routing/policy-builders.ts";
import { aView } from "../routing/policy-walk.ts";
import { example, routeOf, walked } from "./page-example.ts";

test("P1: every part of a workflow's class reaches the policy at work", async () => {
  const one = await example("workflow-class.yaml");
  const { policy } = one.loaded;
  expect(policy).toMatchObject({
    workflow: "support_chat",
    riskClass: "medium",
    latency: { timeoutMs: 10_000, p95CompleteMs: 7000 },
    // The registry's approved_budget: 0.02 dollars.
    cost: { maxPerRequestNanoUsd: 20_000_000, maxPerWorkflowNanoUsd: 100_000_000 },
    promotion: { gates: [{ metric: "acceptance_rate", bound: "max_drop", threshold: 0.02 }] },
  });
  expect(walked(one, "rate_limit", "rate_limit", "ok")).toEqual([
    "first small",
    "retry small",
    "fallback backup",
    "answer",
  ]);
  expect(walked(one, "safety_refusal")).toEqual(["first small", "stop"]);
  const router = createRouter(policy, one.registry, someOptions);
  const asked = aView({ tags: { intent: "refund_exception" } });
  expect(router.decide(asked, { nowMs: 0 }).review).toEqual(["refund_exception"]);
});

test("P10: an outcome that lacks one of the required logs has no complete evidence", async () => {
  const { loaded, registry } = await example("evidence.yaml");
  const policy = { ...loaded.policy, version: policyVersion(loaded, registry) };
  const share = (attempt: Parameters<typeof anAttempt>[0]): number | null => {
    const arms = ["before", "after"].map((key) => ({ key, policy }));
    const outcomes = [anOutcome({ attempts: [anAttempt(attempt)] })];
    return metricsBefore({ outcomes, setup: { arms } }).overall.evidence_complete_rate.value;
  };
  expect(share({})).toBe(1);
  expect(share({ servedModel: undefined })).toBe(0);
  expect(share({ endpointFamily: undefined })).toBe(0);
  expect(share({ costNanoUsd: undefined })).toBe(0);
});

test("P13: a version changes with what is meant, and with nothing else", async () => {
  const versionWith = async (
    change: (text: string) => string,
    changeRoutes?: (text: string) => string,
  ): Promise<string> => {
    const { loaded, registry } = await example("version.yaml", change, changeRoutes);
    return policyVersion(loaded, registry);
  };
  const asItIs = (text: string): string => text;
  const version = await versionWith(asItIs);
  expect(await versionWith((text) => text.replace("[large, backup]", "[backup, large]"))).toBe(
    version,
  );
  expect(await versionWith((text) => text.replace("# in any order", ""))).toBe(version);
  const newer = (text: string): string => text.replace("model: gpt-5-mini", "model: gpt-6-mini");
  expect(await versionWith(asItIs, newer)).not.toBe(version);
  const other = (text: string): string => text.replace("model: gpt-5\n", "model: gpt-6\n");
  expect(await versionWith(asItIs, other)).toBe(version);
});

test("R1: every record goes to the pinned route", async () => {
  const one = await example("pinned.yaml");
  expect(routeOf(one)).toBe("small");
  expect(routeOf(one, { recordId: "r-2", tags: { risk_class: "high" } })).toBe("small");
});

test("R2: the first route of the list that may be called, then the others in order", async () => {
  const one = await example("priority.yaml");
  expect(walked(one, "timeout", "timeout", "timeout")).toEqual([
    "first small",
    "fallback backup",
    "fallback large",
    "give_up",
  ]);
});

test("R3: the first rule that holds wins, else the primary route", async () => {
  const one = await example("rules.yaml");
  const tags = (risk_class: string, intent: string) => ({ tags: { risk_class, intent } });
  expect(routeOf(one, tags("high", "faq"))).toBe("large");
  expect(routeOf(one, tags("low", "faq"))).toBe("small");
  expect(routeOf(one, tags("low", "other"))).toBe("large");
  const hurried = { ...aView().request, slaMs: 1999 };
  expect(routeOf(one, { ...tags("low", "faq"), request: hurried })).toBe("backup");
});

test("R5: an answer that was cut short goes on to the next route, once", async () => {
  const one = await example("cascade.yaml");
  expect(walked(one, "ok")).toEqual(["first small", "answer"]);
  expect(walked(one, "cut_short")).toEqual(["first small", "escalation large", "answer"]);
});

test("R11: a score that reaches the threshold goes to the strong route", async () => {
  const one = await example("threshold.yaml");
  expect(routeOf(one, { features: { win_rate: 0.42 } })).toBe("large");
  expect(routeOf(one, { features: { win_rate: 0.419 } })).toBe("small");
});

test("R12: what a gateway serves against the policy is a violation", async () => {
  const one = await example("gateway.yaml");
  expect(routeOf(one)).toBe("gateway");
  const judge = createServedJudge(one.loaded.policy, one.registry, () => undefined);
  const servedBy = (servedModel: string): unknown => {
    const attempt = anAttempt({ route: "gateway", requestedModel: "auto", servedModel });
    return judge?.judge(attempt, { nowMs: 0 }).evidence?.gateway;
  };
  expect(servedBy("gpt-5-mini")).toEqual({ servedRoute: "small" });
  expect(servedBy("claude-haiku-4-5")).toEqual({
    servedRoute: "backup",
    violation: "served backup: it is not in allowed_routes",
  });
});

test("C1: one rule of the page's two policies goes elsewhere, and nothing else differs", async () => {
  const before = await example("diff-before.yaml");
  const after = await example("diff-after.yaml");
  expect(diffPolicies(before, after)).toEqual([
    {
      path: "route_selection.rules[1].route",
      kind: "value",
      concern: "behaviour",
      before: "small",
      after: "backup",
    },
  ]);
  expect(diffPolicies(before, before)).toEqual([]);
});
