import { expect, test } from "vitest";
import type { Ceiling } from "../../../src/core/ceiling.ts";
import type { Outcome } from "../../../src/core/outcome.ts";
import type { PolicyEvent } from "../../../src/core/policy-event.ts";
import type { Timeline, TimelineOrigin } from "../../../src/core/timeline.ts";
import { metricsBefore, someRecords } from "./a-comparison.ts";
import { aPolicy } from "./a-policy.ts";
import { aFailedAttempt, anAttempt, anOutcome, aRefusedGrade } from "./an-outcome.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const startMs = Date.UTC(2026, 2, 4, 12, 0, 30);

function cap(name: string, per: "day" | "run"): Ceiling {
  return {
    name,
    countedBy: "policy",
    key: undefined,
    routes: undefined,
    per,
    most: { kind: "usd", nanoUsd: 1 },
    reaction: { kind: "stop" },
  };
}

function timelineOf(
  outcomes: readonly Outcome[],
  over: Partial<TimelineOrigin> & { readonly ceilings?: readonly Ceiling[] } = {},
): Timeline | undefined {
  const { ceilings = [], ...origin } = over;
  return metricsBefore({
    records: someRecords(Math.max(...outcomes.map(({ ordinal }) => ordinal)) + 1),
    outcomes,
    setup: {
      arms: [
        { key: "before", policy: aPolicy({ name: "before", ceilings }) },
        { key: "after", policy: aPolicy({ name: "after" }) },
      ],
      timeline: { starts: "first_arrival", startMs, ...origin },
    },
  }).timeline;
}

function outcomeAt(
  ordinal: number,
  afterMs: number,
  events: readonly PolicyEvent[] = [],
  changes: Partial<Outcome> = {},
): Outcome {
  return anOutcome({
    ordinal,
    trace: { atMs: startMs + afterMs, ...(events.length > 0 && { events }) },
    ...changes,
  });
}

test("records, answers, costs and attempts stand in the minute in which they happened", () => {
  const retried = [
    aFailedAttempt("rate_limit", { queuedAtMs: 50, dispatchedAtMs: 50 }),
    anAttempt({
      index: 1,
      kind: "fallback",
      route: "large",
      queuedAtMs: 2050,
      dispatchedAtMs: 2050,
    }),
  ];
  const timeline = timelineOf([
    outcomeAt(0, 0),
    // Its second attempt is sent two seconds later, which is in the next minute.
    outcomeAt(1, MINUTE_MS - 1000, [], { attempts: retried, grade: aRefusedGrade }),
    outcomeAt(2, 3 * MINUTE_MS),
  ]);
  expect(timeline?.bucket_ms).toBe(MINUTE_MS);
  expect(timeline?.buckets).toEqual([
    {
      from_ms: 0,
      records: 2,
      accepted: 1,
      cost_usd: 0.000002,
      routes: { small: { attempts: 2, errors: 1 } },
    },
    {
      from_ms: MINUTE_MS,
      records: 0,
      accepted: 0,
      cost_usd: 0,
      routes: { large: { attempts: 1, errors: 0 } },
    },
    {
      from_ms: 3 * MINUTE_MS,
      records: 1,
      accepted: 1,
      cost_usd: 0.000001,
      routes: { small: { attempts: 1, errors: 0 } },
    },
  ]);
});

test("an attempt whose cost nobody knows is counted, not taken for one that cost nothing", () => {
  const unknown = { attempts: [anAttempt({ costNanoUsd: undefined })] };
  const timeline = timelineOf([
    outcomeAt(0, 0),
    outcomeAt(1, 1, [], unknown),
    outcomeAt(2, 2, [], unknown),
    outcomeAt(3, MINUTE_MS),
  ]);
  expect(timeline?.buckets.map(({ cost_usd, unknown_costs }) => [cost_usd, unknown_costs])).toEqual(
    [
      [0.000001, 2],
      [0.000001, undefined],
    ],
  );
});

test("minutes are joined until there are at most 1,500 buckets", () => {
  const widthOf = (lastMinute: number): number | undefined =>
    timelineOf([outcomeAt(0, 0), outcomeAt(1, lastMinute * MINUTE_MS)])?.bucket_ms;
  expect([widthOf(1499), widthOf(1500), widthOf(5 * 1500), widthOf(30 * 1440)]).toEqual([
    MINUTE_MS,
    5 * MINUTE_MS,
    15 * MINUTE_MS,
    60 * MINUTE_MS,
  ]);
  const joined = timelineOf([
    outcomeAt(0, 0),
    outcomeAt(1, 4 * MINUTE_MS),
    outcomeAt(2, 5 * MINUTE_MS),
    outcomeAt(3, 1500 * MINUTE_MS),
  ]);
  expect(joined?.buckets.map(({ from_ms, records }) => [from_ms / MINUTE_MS, records])).toEqual([
    [0, 2],
    [5, 1],
    [1500, 1],
  ]);
});

test("events stand in the order of time, however the outcomes came", () => {
  const event = (atMs: number, kind: PolicyEvent["kind"]): PolicyEvent => ({
    atMs: startMs + atMs,
    kind,
    route: "small",
    because: kind,
  });
  const outcomes = [
    outcomeAt(0, 0, [event(900, "recovered")]),
    outcomeAt(1, 10, [event(20, "excluded"), event(900, "probing")]),
  ];
  const timeline = timelineOf(outcomes);
  expect(timeline?.events).toEqual([
    { at_ms: 20, kind: "excluded", route: "small", because: "excluded" },
    { at_ms: 900, kind: "recovered", route: "small", because: "recovered" },
    { at_ms: 900, kind: "probing", route: "small", because: "probing" },
  ]);
  expect(timelineOf(outcomes.toReversed())).toEqual(timeline);
});

test("a cap is reached on a day of the log, and later records of that day are counted", () => {
  const told = (atMs: number, kind: "cap_reached" | "capped", ceiling = "cap"): PolicyEvent => ({
    atMs: startMs + atMs,
    kind,
    ceiling,
    because: "it is spent",
  });
  const outcomes = [
    outcomeAt(0, 0, [told(0, "cap_reached")]),
    outcomeAt(1, 5, [told(5, "capped")]),
    outcomeAt(2, 6, [told(6, "capped")]),
    outcomeAt(3, DAY_MS, [told(DAY_MS, "cap_reached"), told(DAY_MS, "cap_reached", "whole")]),
  ];
  const ceilings = [cap("cap", "day"), cap("whole", "run")];
  const caps = timelineOf(outcomes, { ceilings })?.caps;
  expect(caps).toEqual([
    { ceiling: "cap", key: null, period: "2026-03-04", reached_at_ms: 0, records_after: 2 },
    { ceiling: "cap", key: null, period: "2026-03-05", reached_at_ms: DAY_MS, records_after: 0 },
    { ceiling: "whole", key: null, period: "run", reached_at_ms: DAY_MS, records_after: 0 },
  ]);
  const numbered = timelineOf(outcomes, { ceilings, starts: "as_of" })?.caps;
  expect(numbered?.map(({ period }) => period)).toEqual(["day 1", "day 2", "run"]);
  // What later records met is counted, and no event of its own.
  expect(timelineOf(outcomes, { ceilings })?.events.map(({ kind }) => kind)).toEqual([
    "cap_reached",
    "cap_reached",
    "cap_reached",
  ]);
});

test("outcomes that tell no time have no timeline", () => {
  expect(timelineOf([anOutcome()])).toBeUndefined();
});
