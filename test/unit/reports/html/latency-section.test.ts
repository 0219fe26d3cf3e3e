import { expect, test } from "vitest";
import { latency } from "../../../../src/reports/html/sections/latency.ts";
import { aMetrics, aReport, failedGate, noEstimate } from "../a-run-report.ts";
import { aChartReport, aCurve } from "../charts/chart-data.ts";

const text = (page: string) =>
  page
    .replaceAll("<wbr />", "")
    .replace(/<[^>]+>/g, "|")
    .replace(/\|+/g, "|");

test("latencies are labelled by what they measure, and each candidate is said in a line", () => {
  const page = String(latency(aChartReport({ pair: { p95_complete_ratio: failedGate.observed } })));
  expect(page).toContain(
    "Latencies are service time at concurrency 16, as the outcome table holds it.",
  );
  expect(page.replace(/<[^>]+>/g, "")).toContain(
    "cheap-first: p95 to the final answer 1,820 ms (1,638 to 2,002 ms) → 2,948 ms (2,653 to 3,243 ms), ×1.62 (×1.41 to ×1.84, n=200) of prod’s",
  );
  expect(page).toContain(">p95 ×1.62 (×1.41 to ×1.84)</text>");
});

test("the table has every quantile, the longest, how many, and what was cut", () => {
  const page = text(String(latency(aChartReport())));
  expect(page).toContain(
    "|cheap-first|to the final answer|1,474 ms| |(1,327 to 1,621 ms)|900 ms|2,948 ms| |(2,653 to 3,243 ms)|4,422 ms| |(3,980 to 4,864 ms)|800 ms|200|20.0%|0|",
  );
});

test("the numbers of the curve are its steps; past the last one outcomes were cut", () => {
  const page = text(String(latency(aChartReport())));
  expect(page).toContain("|75%|800 ms|800 ms|");
  expect(page).toContain("|90%|900 ms|n/a (cut by a timeout)|");
});

test("first tokens, waits and response times have panels of their own where they are known", () => {
  const curves = { complete: aCurve(), first_token: aCurve(), queue_wait: aCurve() };
  const { latency: quantiles } = aMetrics();
  const page = String(
    latency(
      aChartReport({
        baseline: {
          overall: aMetrics({ queue_wait: quantiles }),
          latency_curves: { ...curves, response_time: aCurve() },
        },
        comparison: {
          pace: { kind: "open_loop", speed: 1, slots: 4, starts_at: "2026-11-20T00:00:00.000Z" },
        },
      }),
    ),
  );
  expect([...page.matchAll(/<figure id="([^"]+)"/g)].map(([, id]) => id)).toEqual([
    "latency-complete",
    "latency-first-token",
    "latency-queue-wait",
  ]);
  expect(page).toContain(
    "Records arrived at the log&#39;s own pace, from 2026-11-20T00:00:00.000Z",
  );
});

test("a latency that nobody knows is said once, not drawn as nothing", () => {
  const unknown = {
    p50_ms: noEstimate("no_data"),
    p95_ms: noEstimate("no_data"),
    p99_ms: noEstimate("no_data"),
    unknown: 200,
  };
  const overall = aMetrics({ first_token: unknown });
  const page = String(latency(aChartReport({ baseline: { overall }, candidate: { overall } })));
  expect(page).toContain("Not known of any outcome: the latency to the first token.");
  expect(text(page)).not.toContain("|to the first token|");
});

test("a run from before there were charts has the quantiles, and says so", () => {
  const page = String(latency(aReport()));
  expect(page).toContain("compared before there were charts");
  expect(page).not.toContain("<svg");
  expect(text(page)).toContain("|prod|to the final answer|910 ms|");
});
