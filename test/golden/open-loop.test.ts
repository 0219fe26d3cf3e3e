import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { routeproof } from "../support/routeproof.ts";
import { aWorkspace, type Workspace } from "../support/workspace.ts";

let work: Workspace;
const startMs = Date.UTC(2026, 2, 4, 9);

interface Row {
  readonly id: string;
  readonly afterMs: number;
  readonly latencyMs: number;
}

/** A request each 100 ms; a call takes 50 ms, but one stalls for 20 s. */
const stalled: readonly Row[] = Array.from({ length: 400 }, (_, index) => ({
  id: `r${index}`,
  afterMs: index * 100,
  latencyMs: index === 100 ? 20_000 : 50,
}));

beforeAll(() => {
  work = aWorkspace({ records: 1 });
  writeLog("stalled", stalled);
  work.write(
    "narrow.yaml",
    `policy_name: narrow
registry: narrow-registry.yaml
route_selection: {strategy: pinned, primary_route: weak}
promotion: {gates: [{metric: p95_complete_ms, max_ratio: 1.5}]}
`,
  );
  work.write(
    "narrow-registry.yaml",
    `routes:
  weak: {provider: openai, model: m, limits: {max_concurrency: 1}}
`,
  );
});

afterAll(() => work.remove());

function writeLog(name: string, rows: readonly Row[]): void {
  const lines = rows.map(
    ({ id, afterMs, latencyMs }) =>
      `${id},${new Date(startMs + afterMs).toISOString()},${latencyMs},true`,
  );
  work.write(`${name}.csv`, ["id,at,ms,ok", ...lines, ""].join("\n"));
  work.write(
    `${name}.dataset.yaml`,
    `dataset: ${name}
kind: outcomes
source: {path: ${name}.csv, format: csv}
record: {id: id, arrived_at: at}
outcomes:
  weak: {accepted: ok, latency_ms: ms}
`,
  );
}

function run(
  dataset: string,
  out: string,
  ...more: readonly string[]
): { readonly code: number | null; readonly stdout: string; readonly stderr: string } {
  const policy = work.path("narrow.yaml");
  return routeproof([
    "run",
    `--dataset=${work.path(`${dataset}.dataset.yaml`)}`,
    `--baseline=${policy}`,
    `--candidate=${policy}`,
    `--out=${work.path(out)}`,
    ...more,
  ]);
}

/** Nearest rank, of a queue with one server. */
function waitsOf(rows: readonly Row[], speed: number): readonly number[] {
  let freeAt = 0;
  return rows.map(({ afterMs, latencyMs }) => {
    const arrives = afterMs / speed;
    freeAt = Math.max(arrives, freeAt) + latencyMs;
    return freeAt - arrives;
  });
}

function nearestRank(values: readonly number[], p: number): number {
  return values.toSorted((one, other) => one - other)[Math.ceil(p * values.length - 1e-9) - 1]!;
}

test.each([
  ["slots", ["--concurrency=1"]],
  ["the limits of a route", ["--concurrency=32"]],
])(
  "a stall of one call shows in response time, not in service time: a line for %s",
  (_what, more) => {
    const out = `stalled-${more[0]}`;
    expect(run("stalled", out, "--speed=1", ...more).code).toBe(0);
    const { policies, pace } = work.comparison(out);
    const { overall } = policies["narrow"]!;
    const waits = waitsOf(stalled, 1);
    expect(overall.latency.p95_ms.value).toBe(50);
    expect(overall.response_time?.p50_ms.value).toBe(nearestRank(waits, 0.5));
    expect(overall.response_time?.p95_ms.value).toBe(nearestRank(waits, 0.95));
    expect(overall.queue_wait?.p99_ms.value).toBe(
      nearestRank(
        waits.map((wait, index) => wait - stalled[index]!.latencyMs),
        0.99,
      ),
    );
    expect(pace).toMatchObject({
      kind: "open_loop",
      speed: 1,
      starts_at: "2026-03-04T09:00:00.000Z",
    });
    const report = readFileSync(work.path(`${out}/report.md`), "utf8");
    expect(report).toContain("## Response time from arrival");
    expect(report).toContain(more[0] === "--concurrency=1" ? "concurrency 1," : "concurrency 32,");
    // Each policy has the routes for itself: the same policy twice waits the same twice.
    expect(policies["narrow#2"]?.overall).toEqual(overall);
  },
);

test("ten times as fast, requests wait longer, and calls take what they take", () => {
  expect(run("stalled", "fast", "--speed=10", "--concurrency=1").code).toBe(0);
  const { overall, timeline } = work.comparison("fast").policies["narrow"]!;
  expect(overall.latency.p50_ms.value).toBe(50);
  expect(overall.response_time?.p50_ms.value).toBe(nearestRank(waitsOf(stalled, 10), 0.5));
  // Buckets go by the log's clock: the file says how many arrived in each.
  expect(timeline?.buckets.map(({ from_ms: fromMs, arrived }) => [fromMs, arrived])[0]).toEqual([
    0, 400,
  ]);
});

test("a closed loop has neither, and is labelled with its concurrency", () => {
  expect(run("stalled", "closed", "--concurrency=4").code).toBe(0);
  const comparison = work.comparison("closed");
  expect(comparison.pace).toBeUndefined();
  expect(comparison.policies["narrow"]?.overall).not.toHaveProperty("response_time");
  expect(readFileSync(work.path("closed/report.md"), "utf8")).toContain(
    "Latencies are service time at concurrency 4, as the outcome table holds it.",
  );
});

test("a log that is not in the order of arrival is replayed in it, and said", () => {
  writeLog("newest-first", stalled.toReversed());
  run("stalled", "sorted", "--speed=1", "--concurrency=1");
  run("newest-first", "reversed", "--speed=1", "--concurrency=1");
  const [sorted, reversed] = ["sorted", "reversed"].map(
    (out) => work.comparison(out).policies["narrow"]!,
  );
  expect(reversed?.overall).toEqual(sorted?.overall);
  expect(reversed?.timeline).toEqual(sorted?.timeline);
  expect(readFileSync(work.path("reversed/run.json"), "utf8")).toContain(
    "399 records stand after one that arrived later: they are replayed in the order of arrival",
  );
});

test("the result is the same bytes again", () => {
  run("stalled", "again", "--speed=1", "--concurrency=1");
  const [one, other] = ["stalled---concurrency=1", "again"].map((out) =>
    readFileSync(work.path(`${out}/comparison.json`), "utf8"),
  );
  expect(other).toBe(one);
});

test("what cannot be paced is refused before anything runs", () => {
  const withoutTimes = run("table", "refused", "--speed=1");
  expect(withoutTimes.code).toBe(2);
  expect(withoutTimes.stderr).toContain("--speed: nothing says when the records arrived");
  const live = run("stalled", "refused", "--speed=1", "--provider=live", "--max-spend=1");
  expect(live.code).toBe(2);
  expect(live.stderr).toContain("--speed does not go with live calls");
  const wrong = run("stalled", "refused", "--speed=0");
  expect(wrong.stderr).toContain('--speed must be a number from 0.1 to 10000, got "0"');
  writeLog("timeless", stalled);
  const text = readFileSync(work.path("timeless.csv"), "utf8");
  work.write("timeless.csv", text.replaceAll(/2026-[^,]*/g, ""));
  const timeless = run("timeless", "refused", "--speed=1");
  expect(timeless.code).toBe(2);
  expect(timeless.stderr).toContain("--speed: no record says when it arrived");
});
