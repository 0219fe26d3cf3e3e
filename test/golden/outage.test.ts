import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Timeline, TimelineEvent } from "../../src/core/timeline.ts";
import type { JournalLine } from "../../src/replay/journal-line.ts";
import { anOutage, outageRule, outageStartsMs } from "../support/outage.ts";
import type { TimedWorkspace } from "../support/timed-workspace.ts";

const MINUTE_MS = 60_000;
const against = { baseline: "plain", candidate: "aware" } as const;
let work: TimedWorkspace;
let timeline: Timeline;

beforeAll(() => {
  work = anOutage(1800, "refund");
  work.run("eight", { ...against, concurrency: 8 });
  timeline = work.comparison("eight").policies["aware"]?.timeline as Timeline;
});

afterAll(() => work.remove());

const eventsOf = (kind: string): readonly TimelineEvent[] =>
  timeline.events.filter((event) => event.kind === kind);

test("P8 R8: a route is excluded within its window of the outage, and recovers after it", () => {
  const [excluded] = eventsOf("excluded");
  const [recovered] = eventsOf("recovered");
  expect(excluded?.route).toBe("a");
  expect(excluded?.at_ms).toBeGreaterThan(10 * MINUTE_MS);
  expect(excluded?.at_ms).toBeLessThanOrEqual(10 * MINUTE_MS + outageRule.windowMs);
  expect(eventsOf("recovered")).toHaveLength(1);
  expect(recovered?.at_ms).toBeGreaterThan(20 * MINUTE_MS);
  // One cooldown after the last bad probe at the most, and three probes.
  expect(recovered?.at_ms).toBeLessThan(20 * MINUTE_MS + outageRule.cooldownMs + 30_000);
});

test("the timeline shows traffic leave the route and return to it", () => {
  const attemptsOf = (route: string, minute: number): number =>
    timeline.buckets.find(({ from_ms }) => from_ms === minute * MINUTE_MS)?.routes[route]
      ?.attempts ?? 0;
  expect(timeline.bucket_ms).toBe(MINUTE_MS);
  expect(attemptsOf("a", 5)).toBeGreaterThan(45);
  // Probes alone: a probe and its retry, every other minute.
  for (let minute = 12; minute < 20; minute += 1) {
    expect(attemptsOf("a", minute)).toBeLessThanOrEqual(6);
    expect(attemptsOf("b", minute)).toBeGreaterThan(50);
  }
  expect(attemptsOf("a", 25)).toBeGreaterThan(45);
  const report = readFileSync(work.path("eight/report.md"), "utf8");
  expect(report).toContain("## Timeline");
  expect(report).toMatch(/- 0:1\d:\d\d: a is excluded: \d+ of \d+ attempts failed/);
  expect(report).toMatch(/- 0:2\d:\d\d: a takes traffic again: 3 probes in a row went well/);
});

test("the first exclusion is the one that a naive recount of the journal gives", () => {
  const ends = work
    .journal("eight")
    .filter(({ policy }) => policy === "aware")
    .flatMap(({ attempts }) => attempts)
    .filter(({ route }) => route === "a")
    .map((attempt) => ({
      atMs: attempt.dispatched_ms + (attempt.latency_ms ?? Number.NaN),
      isError: attempt.status === "failure",
    }))
    .toSorted((one, other) => one.atMs - other.atMs);
  const excludedAtMs = ends.find(({ atMs }) => {
    const inWindow = ends.filter(
      (end) => end.atMs <= atMs && end.atMs > atMs - outageRule.windowMs,
    );
    const errors = inWindow.filter(({ isError }) => isError).length;
    return (
      inWindow.length >= outageRule.minAttempts &&
      errors / inWindow.length > outageRule.maxErrorRate
    );
  })?.atMs;
  expect(eventsOf("excluded")[0]?.at_ms).toBeCloseTo(excludedAtMs ?? Number.NaN, 6);
});

test("no call is sent to an excluded route but probes, one at a time", () => {
  const lines = work.journal("eight").filter(({ policy }) => policy === "aware");
  const states = timeline.events.map(({ at_ms, kind }) => ({ at_ms, kind }));
  const openAt = (atMs: number): boolean => {
    const before = states.filter(({ at_ms, kind }) => at_ms < atMs && kind !== "probing");
    return before.at(-1)?.kind === "excluded";
  };
  const sentWhileOut = lines.flatMap(({ attempts, trace }) =>
    attempts
      .filter(({ route, kind }) => route === "a" && kind !== "retry")
      .filter(({ dispatched_ms }) => openAt(dispatched_ms))
      .map(() => trace?.events?.some(({ kind }) => kind === "probing") === true),
  );
  expect(sentWhileOut.length).toBeGreaterThan(3);
  expect(sentWhileOut).not.toContain(false);
});

test("customers of the healthy route stay on it while the other one is out", () => {
  const routesOf = new Map<string, Set<string>>();
  for (const line of work.journal("eight")) {
    if (line.policy !== "aware") continue;
    const customer = `c${line.ordinal % 211}`;
    const routes = routesOf.get(customer) ?? new Set<string>();
    routesOf.set(
      customer,
      routes.add(line.because.includes('while "a" is out') ? "moved" : decided(line)),
    );
  }
  const home = [...routesOf.values()];
  expect(home.filter((routes) => routes.has("a") && routes.has("b"))).toEqual([]);
  expect(home.filter((routes) => routes.has("b") && routes.has("moved"))).toEqual([]);
});

test("same inputs, same bytes, at each concurrency", () => {
  work.run("eight-again", { ...against, concurrency: 8 });
  expect(work.comparisonText("eight-again")).toBe(work.comparisonText("eight"));
  work.run("one", { ...against, concurrency: 1 });
  work.run("one-again", { ...against, concurrency: 1 });
  expect(work.comparisonText("one-again")).toBe(work.comparisonText("one"));
});

test("a policy against itself gives two equal arms, however many others are in the run", () => {
  work.run("itself", { baseline: "aware", candidate: "aware", concurrency: 8 });
  const policies = work.comparison("itself").policies;
  expect(policies["aware#2"]).toEqual(policies["aware"]);
  expect(policies["aware"]?.timeline).toEqual(timeline);
});

test("repeats of a log are other worlds, not double load", () => {
  work.run("twice", { ...against, concurrency: 8, more: ["--repeat=2"] });
  const twice = work.comparison("twice").policies["aware"]?.timeline;
  const first = twice?.events.filter(({ repeat }) => repeat === 0);
  expect(first?.map(({ repeat: _repeat, ...event }) => event)).toEqual(timeline.events);
});

test("times of day stand in run.json alone", () => {
  expect(work.comparisonText("eight")).not.toMatch(/2026-03-04T|17725/);
  const manifest = JSON.parse(readFileSync(work.path("eight/run.json"), "utf8")) as {
    readonly timeline: unknown;
  };
  expect(manifest.timeline).toEqual({
    starts: "first_arrival",
    starts_at: new Date(outageStartsMs).toISOString(),
  });
});

function decided({ route }: JournalLine): string {
  return route ?? "none";
}
