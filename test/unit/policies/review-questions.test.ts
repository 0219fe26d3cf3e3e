import { expect, test } from "vitest";
import type { PolicyTraffic, ProviderTraffic } from "../../../src/core/policy-diff.ts";
import type { DrillReport, DrillRow } from "../../../src/core/drill-report.ts";
import type { Route } from "../../../src/core/route.ts";
import { diffPolicies } from "../../../src/policies/changes/diff-policies.ts";
import { reviewAnswers, type Reviewed } from "../../../src/policies/changes/review-questions.ts";
import { aRegistry } from "../routing/policy-builders.ts";
import { aSide } from "./policy-text.ts";

const pinned = `policy_name: p
owner: {team: t, approver: boss}
workflow: {name: w, data_sensitivity: customer_content}
route_selection: {strategy: pinned, primary_route: a}
`;

function inRegions(...regions: readonly string[]): Partial<Route> {
  return { capabilities: { claims: {}, contextWindow: undefined, regions } };
}

const registry = aRegistry({ a: inRegions("eu"), b: inRegions("us"), c: {} });

function aDrill(...statuses: readonly DrillRow["status"][]): DrillReport {
  const rows = statuses.map((status, index): DrillRow => ({
    kind: "fallback",
    id: `fallback ${index + 1}`,
    promised: "another route",
    place: "p.yaml:1:1",
    seen: "",
    status,
    because: status === "pass" ? "" : "no other route was called",
    drills: 1,
  }));
  const report = {
    policy: "p",
    file: "p.yaml",
    version: "v",
    against: "engine",
    standIns: [],
  } as const;
  return { ...report, rows };
}

function answersOf(
  before: string,
  after: string,
  traffic?: PolicyTraffic,
  drill: DrillReport = aDrill(),
) {
  const sides = { before: aSide(before, registry), after: aSide(after, registry) };
  const changes = diffPolicies(sides.before, sides.after);
  const reviewed: Reviewed = { ...sides, changes, traffic, drill, runCommand: "routeproof run …" };
  const [variable, deltas, failover, regions, owners] = reviewAnswers(reviewed);
  return { variable, deltas, failover, regions, owners };
}

function aTraffic(providers: readonly ProviderTraffic[]): PolicyTraffic {
  return {
    dataset: "d",
    records: 10,
    moved: 4,
    otherwiseChanged: 0,
    shifts: [],
    providers,
    cost: { records: 8, beforeNanoUsd: 2_000_000_000n, afterNanoUsd: 500_000_000n, unknown: 2 },
    memory: "none",
    failures: [],
    notes: [],
  };
}

const elsewhere = pinned.replace("primary_route: a", "primary_route: b");

test("C1: one variable at a time is a yes, two are a no with both names", () => {
  expect(answersOf(pinned, elsewhere).variable).toMatchObject({
    answer: "yes",
    because: ["route_selection.primary_route"],
  });
  const two = `${elsewhere}promotion: {confidence: 0.9}\n`;
  expect(answersOf(pinned, two).variable).toMatchObject({
    answer: "no",
    because: [
      "route_selection.primary_route",
      "promotion.confidence, which is what the policy has to prove",
    ],
  });
  const renamed = elsewhere.replace("policy_name: p", "policy_name: q");
  expect(answersOf(pinned, renamed).variable?.answer).toBe("yes");
});

test("C1: deltas are what the traffic tells; the rest is the command that measures it", () => {
  expect(answersOf(pinned, elsewhere).deltas?.answer).toBe("no");
  const { deltas } = answersOf(pinned, elsewhere, aTraffic([]));
  expect(deltas).toMatchObject({ answer: "partly" });
  expect(deltas?.because).toEqual([
    "records that go elsewhere first: 4 of 10",
    "first calls are estimated at $2 before and $0.5 after (records: 8; not known for 2 more)",
    "what the change does to answers is measured by: routeproof run …",
  ]);
});

test("C1: failover of the two providers with most traffic counts chains, and is a yes where drills kept it", () => {
  expect(answersOf(pinned, elsewhere).failover).toMatchObject({ answer: "not_known" });
  const traffic = aTraffic([
    { provider: "openai", before: 10, after: 6, withFailover: 5 },
    { provider: "google", before: 0, after: 3, withFailover: 0 },
    { provider: "anthropic", before: 0, after: 1, withFailover: 1 },
  ]);
  expect(answersOf(pinned, elsewhere, traffic).failover).toMatchObject({
    answer: "no",
    because: [
      "openai gets 6 of 10 records; with a route of another provider in the chain: 5",
      "google gets 3 of 10 records; with a route of another provider in the chain: 0",
      "not drilled: the policy promises no fallback",
    ],
  });
  const { failover } = answersOf(pinned, elsewhere, traffic, aDrill("pass", "pass"));
  expect(failover).toMatchObject({ answer: "partly" });
  expect(failover?.because.at(-1)).toBe(
    "drilled: 2 of the 2 fallbacks that it promises do what is written",
  );
  const covered = aTraffic([
    { provider: "openai", before: 10, after: 6, withFailover: 6 },
    { provider: "google", before: 0, after: 4, withFailover: 4 },
  ]);
  expect(answersOf(pinned, elsewhere, covered, aDrill("pass")).failover?.answer).toBe("yes");
  const broken = answersOf(pinned, elsewhere, covered, aDrill("pass", "fail")).failover;
  expect(broken).toMatchObject({ answer: "no" });
  expect(broken?.because.slice(-2)).toEqual([
    "drilled: 1 of the 2 fallbacks that it promises do what is written",
    "fallback 2 does not: no other route was called",
  ]);
  const alone = aTraffic([{ provider: "openai", before: 10, after: 10, withFailover: 0 }]);
  expect(answersOf(pinned, elsewhere, alone).failover?.because).toContain(
    "openai is the only provider with traffic",
  );
});

test("C1: the risk by region is what the routes state, what is new, and who is silent", () => {
  expect(answersOf(pinned, elsewhere).regions).toMatchObject({
    answer: "partly",
    because: [
      "data sensitivity: customer_content",
      "regions of its routes: us, before: eu",
      "new with this change: us",
      "the policy names no regions that it approves",
    ],
  });
  const silent = pinned.replace("primary_route: a", "primary_route: c");
  expect(answersOf(pinned, silent).regions).toMatchObject({ answer: "no" });
  expect(answersOf(pinned, silent).regions?.because).toContain(
    "these routes state no region, so that content may go anywhere: c",
  );
});

test("C1: owner and approver are named, or who is not", () => {
  expect(answersOf(pinned, elsewhere).owners?.answer).toBe("yes");
  const half = elsewhere.replace(", approver: boss", "");
  expect(answersOf(pinned, half).owners).toMatchObject({
    answer: "partly",
    because: ["team: t", "approver: not named"],
  });
});
