import { expect, test } from "vitest";
import type { Attempt } from "../../../src/core/attempt.ts";
import type { Ceiling } from "../../../src/core/ceiling.ts";
import type { Decision } from "../../../src/core/decision.ts";
import type { HealthRule } from "../../../src/core/health-rule.ts";
import type { MemoryNeeds } from "../../../src/core/memory-needs.ts";
import { viewOf } from "../../../src/core/request-view.ts";
import type { Trial } from "../../../src/core/trial.ts";
import { createPolicyMemory, type EarlierOutcome } from "../../../src/replay/policy-memory.ts";
import { aRecord, aRoute, anAttempt, aFailure, anOutcome } from "./builders.ts";

const DAY_MS = 86_400_000;

const rule: HealthRule = {
  windowMs: 10_000,
  maxErrorRate: 0.5,
  minAttempts: 4,
  cooldownMs: 5_000,
  probes: 2,
  maxP95CompleteMs: undefined,
  maxP95FirstTokenMs: undefined,
  counts: ["transient_error"],
};

const dailyCap: Ceiling = {
  name: "cost.daily_spend_cap",
  countedBy: "policy",
  key: undefined,
  routes: undefined,
  per: "day",
  most: { kind: "usd", nanoUsd: 1000 },
  reaction: { kind: "stop" },
};

function needs(over: Partial<MemoryNeeds>): MemoryNeeds {
  return {
    health: undefined,
    latency: undefined,
    ceilings: [],
    routes: ["small", "large"],
    queue: false,
    ...over,
  };
}

function aTrial(ordinal = 0): Trial {
  const record = aRecord(ordinal);
  return { record, view: viewOf(record), arm: 0, repeat: 0 };
}

const decision: Decision = {
  route: "small",
  because: "test",
  chain: [],
  considered: [],
  review: [],
};

const good = anAttempt();
const bad = anAttempt({ result: aFailure("rate_limit", 10).result });
const small = aRoute("small");

/** A memory under the rule whose route has just been excluded, at 400 ms. */
function excluded() {
  const memory = createPolicyMemory(needs({ health: rule }), () => undefined);
  const events = [good, bad, bad, bad].flatMap((attempt, index) =>
    memory.attempted(aTrial(index), attempt, 100 * (index + 1)),
  );
  return { memory, events };
}

test("a route is excluded by the attempt that makes its share of errors too large, and not before", () => {
  const { memory, events } = excluded();
  expect(events).toEqual([
    {
      atMs: 400,
      kind: "excluded",
      route: "small",
      because: "3 of 4 attempts failed in the last 10 s, more than 50 %",
    },
  ]);
  expect(memory.signalsAt(400, []).health?.get("small")).toEqual({
    state: "open",
    mayProbe: false,
    attempts: 4,
    errors: 3,
    because: "3 of 4 attempts failed in the last 10 s, more than 50 %",
  });
  expect(memory.signalsAt(400, []).health?.get("large")?.state).toBe("closed");
});

test("after its cooldown one probe at a time is sent, and as many good ones as asked let it back", () => {
  const { memory } = excluded();
  expect(memory.signalsAt(5_399, []).health?.get("small")?.state).toBe("open");
  const [first, second] = [aTrial(10), aTrial(11)];
  expect(memory.signalsAt(5_400, []).health?.get("small")).toMatchObject({
    state: "half_open",
    mayProbe: true,
  });
  memory.decided(first, decision, [], 5_400);
  expect(memory.calling(first, small, 5_400)).toEqual([
    { atMs: 5_400, kind: "probing", route: "small", because: "its cooldown is over" },
  ]);
  expect(memory.signalsAt(5_401, []).health?.get("small")?.mayProbe).toBe(false);
  expect(memory.attempted(first, good, 5_500)).toEqual([]);
  memory.decided(second, decision, [], 5_600);
  memory.calling(second, small, 5_600);
  expect(memory.attempted(second, good, 5_700)).toEqual([
    { atMs: 5_700, kind: "recovered", route: "small", because: "2 probes in a row went well" },
  ]);
  expect(memory.signalsAt(5_700, []).health?.get("small")).toMatchObject({
    state: "closed",
    attempts: 0,
    errors: 0,
  });
});

test("a bad probe excludes the route again for a whole cooldown", () => {
  const { memory } = excluded();
  const trial = aTrial(10);
  memory.decided(trial, decision, [], 5_400);
  memory.calling(trial, small, 5_400);
  expect(memory.attempted(trial, bad, 5_500)).toMatchObject([{ kind: "excluded" }]);
  expect(memory.signalsAt(10_499, []).health?.get("small")?.state).toBe("open");
  expect(memory.signalsAt(10_500, []).health?.get("small")?.state).toBe("half_open");
});

test("a probe that came to nothing leaves the next record to try", () => {
  const { memory } = excluded();
  const trial = aTrial(10);
  memory.decided(trial, decision, [], 5_400);
  memory.calling(trial, small, 5_400);
  memory.ended(trial);
  expect(memory.signalsAt(5_500, []).health?.get("small")?.mayProbe).toBe(true);
});

test("what a rule does not count is no error, and what nothing is known of is no attempt", () => {
  const memory = createPolicyMemory(needs({ health: rule }), () => undefined);
  const attempts = [
    anAttempt({ result: aFailure("invalid_request", 10).result }),
    anAttempt({ result: { kind: "not_covered" } }),
    anAttempt({ schemaValid: false }),
    bad,
  ];
  for (const attempt of attempts) memory.attempted(aTrial(), attempt, 10);
  expect(memory.signalsAt(10, []).health?.get("small")).toMatchObject({ attempts: 3, errors: 1 });
});

test("a slow route is excluded by its p95, once there are enough attempts", () => {
  const slowRule = { ...rule, maxP95CompleteMs: 100 };
  const memory = createPolicyMemory(needs({ health: slowRule }), () => undefined);
  const slow = anAttempt({ latencyMs: 101 });
  const events = [1, 2, 3, 4].flatMap((atMs) => memory.attempted(aTrial(atMs), slow, atMs));
  expect(events).toMatchObject([
    {
      kind: "excluded",
      atMs: 4,
      because: "its p95 to the complete answer is 101 ms over 4 attempts, above 100 ms",
    },
  ]);
});

test("latency is told at the percentile that is asked for, without calls that were turned away", () => {
  const memory = createPolicyMemory(
    needs({ latency: { windowMs: 1000, percentile: 0.5 } }),
    () => undefined,
  );
  for (const latencyMs of [30, 10, 20]) {
    memory.attempted(aTrial(), anAttempt({ latencyMs, firstTokenMs: latencyMs / 10 }), 5);
  }
  memory.attempted(aTrial(), bad, 6);
  expect(memory.signalsAt(7, []).latency?.get("small")).toEqual({
    attempts: 3,
    completeMs: 20,
    firstTokenMs: 2,
  });
  expect(memory.signalsAt(1005, []).latency?.get("small")?.completeMs).toBeUndefined();
});

test("an estimate is set aside from call to end, then what the call cost stands in its place", () => {
  const memory = createPolicyMemory(needs({ ceilings: [dailyCap] }), () => 300);
  const trial = aTrial();
  const reading = () => memory.signalsAt(0, [""]).ceilings?.[0];
  memory.decided(trial, decision, [""], 0);
  memory.calling(trial, small, 0);
  expect(reading()).toMatchObject({ reservedNanoUsd: 300, spentNanoUsd: 0, requests: 1 });
  memory.attempted(trial, anAttempt({ costNanoUsd: 250 }), 10);
  expect(reading()).toMatchObject({ reservedNanoUsd: 0, spentNanoUsd: 250, ofRequests: 1 });
  memory.calling(trial, small, 10);
  memory.ended(trial);
  expect(reading()).toMatchObject({ reservedNanoUsd: 0, spentNanoUsd: 250, requests: 1 });
});

test("an unknown cost counts as its estimate, and as unknown", () => {
  const memory = createPolicyMemory(needs({ ceilings: [dailyCap] }), () => 300);
  const trial = aTrial();
  memory.decided(trial, decision, [""], 0);
  memory.calling(trial, small, 0);
  memory.attempted(trial, anAttempt({ costNanoUsd: undefined }), 10);
  expect(memory.signalsAt(10, [""]).ceilings?.[0]).toMatchObject({
    spentNanoUsd: 300,
    reservedNanoUsd: 0,
    unknown: 1,
  });
});

test("a record without a key counts under no account of the ceiling", () => {
  const memory = createPolicyMemory(needs({ ceilings: [dailyCap] }), () => 300);
  const trial = aTrial();
  memory.decided(trial, decision, [undefined], 0);
  memory.calling(trial, small, 0);
  expect(memory.signalsAt(0, [undefined]).ceilings).toEqual([undefined]);
  expect(memory.signalsAt(0, [""]).ceilings?.[0]).toMatchObject({ requests: 0, ofRequests: 0 });
});

test("a ceiling of a day starts anew at midnight, and says so where it was reached the day before", () => {
  const memory = createPolicyMemory(needs({ ceilings: [dailyCap] }), () => 10);
  const capped = { ...decision, cappedBy: "cost.daily_spend_cap", because: "it is spent" };
  const kinds = (events: readonly { readonly kind: string }[]) => events.map(({ kind }) => kind);
  expect(kinds(memory.decided(aTrial(0), capped, [""], DAY_MS - 2))).toEqual(["cap_reached"]);
  expect(kinds(memory.decided(aTrial(1), capped, [""], DAY_MS - 1))).toEqual(["capped"]);
  expect(kinds(memory.decided(aTrial(2), decision, [""], DAY_MS))).toEqual(["period_began"]);
  expect(memory.signalsAt(DAY_MS, [""]).ceilings?.[0]).toMatchObject({ ofRequests: 1 });
  expect(kinds(memory.decided(aTrial(3), decision, [""], 2 * DAY_MS))).toEqual([]);
});

test("a call that ends after midnight counts on the day that it was sent", () => {
  const memory = createPolicyMemory(needs({ ceilings: [dailyCap] }), () => 300);
  const trial = aTrial();
  memory.decided(trial, decision, [""], DAY_MS - 1);
  memory.calling(trial, small, DAY_MS - 1);
  memory.decided(aTrial(1), decision, [""], DAY_MS);
  memory.attempted(trial, anAttempt({ costNanoUsd: 250 }), DAY_MS + 5);
  expect(memory.signalsAt(DAY_MS + 5, [""]).ceilings?.[0]).toMatchObject({ spentNanoUsd: 0 });
});

test("a ceiling on some routes counts their calls alone, each record once", () => {
  const premium: Ceiling = { ...dailyCap, name: "premium", routes: ["large"] };
  const memory = createPolicyMemory(needs({ ceilings: [premium] }), () => 100);
  const trial = aTrial();
  memory.decided(trial, decision, [""], 0);
  for (const route of ["small", "large", "large"]) {
    memory.calling(trial, aRoute(route), 0);
    memory.attempted(trial, anAttempt({ route, costNanoUsd: 40 }), 0);
  }
  expect(memory.signalsAt(0, [""]).ceilings?.[0]).toMatchObject({
    spentNanoUsd: 80,
    requests: 1,
    ofRequests: 1,
  });
});

const earlier = (attempts: readonly Attempt[], atMs: number): EarlierOutcome => ({
  outcome: anOutcome({ attempts }),
  view: aTrial().view,
  keys: [""],
  atMs,
});
const routes = new Map([["small", small]]);

test("an outcome of an earlier session brings back money and requests, and no health", () => {
  const memory = createPolicyMemory(needs({ health: rule, ceilings: [dailyCap] }), () => 300);
  const attempts = [bad, bad, bad, anAttempt({ costNanoUsd: 70 })];
  memory.restore(earlier(attempts, 0), routes);
  const { health, ceilings } = memory.signalsAt(0, [""]);
  // Of three calls nobody knows what they cost: their estimates stand, as they did while it ran.
  expect(ceilings?.[0]).toMatchObject({
    spentNanoUsd: 3 * 300 + 70,
    reservedNanoUsd: 0,
    requests: 1,
    ofRequests: 1,
    unknown: 3,
  });
  expect(health?.get("small")).toMatchObject({ state: "closed", attempts: 0 });
});

test("where nobody can say what an earlier call cost, the sum is at least the rest", () => {
  const memory = createPolicyMemory(needs({ ceilings: [dailyCap] }), () => undefined);
  memory.restore(earlier([bad, anAttempt({ costNanoUsd: 70 })], 0), routes);
  expect(memory.signalsAt(0, [""]).ceilings?.[0]).toMatchObject({ spentNanoUsd: 70, unknown: 1 });
});

test("what a day has spent stays, whatever earlier day is told of after it", () => {
  const memory = createPolicyMemory(needs({ ceilings: [dailyCap] }), () => 300);
  // A record that was tried again stands before others that were done a day earlier.
  memory.restore(earlier([anAttempt({ costNanoUsd: 70 })], DAY_MS + 5), routes);
  memory.restore(earlier([anAttempt({ costNanoUsd: 20 })], 5), routes);
  expect(memory.signalsAt(DAY_MS + 9, [""]).ceilings?.[0]).toMatchObject({ spentNanoUsd: 70 });
});
