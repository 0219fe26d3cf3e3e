import { expect, test } from "vitest";
import type { TimelineBucket } from "../../../src/core/timeline.ts";
import { ceilingNotes } from "../../../src/reports/terminal/ceiling-notes.ts";
import { clockText } from "../../../src/reports/clock-text.ts";
import { renderMarkdown } from "../../../src/reports/markdown.ts";
import { renderSummary } from "../../../src/reports/terminal/summary.ts";
import { aPolicy, aReport, aTimeline } from "./a-run-report.ts";

const MINUTE_MS = 60_000;
const anEvent = { at_ms: 1, kind: "excluded", route: "a", because: "it failed" } as const;

function sectionOf(title: string, timeline: ReturnType<typeof aTimeline>): string | undefined {
  const policies = { prod: aPolicy(), "cheap-first": aPolicy({ timeline }) };
  const text = renderMarkdown(aReport({ comparison: { policies } }));
  return text.includes(title) ? text.slice(text.indexOf(title)).split("\n## ")[0] : undefined;
}

function bucketAt(minute: number, a: number, b: number, errors = 0): TimelineBucket {
  return {
    from_ms: minute * MINUTE_MS,
    records: a + b,
    accepted: a + b - errors,
    cost_usd: 0.01,
    routes: { ...(a > 0 && { a: { attempts: a, errors } }), b: { attempts: b, errors: 0 } },
  };
}

test("the timeline shows traffic by route, and when one was excluded and came back", () => {
  const timeline = aTimeline({
    buckets: [bucketAt(0, 54, 6), bucketAt(1, 50, 10, 30), bucketAt(2, 0, 60), bucketAt(3, 55, 5)],
    events: [
      {
        at_ms: 90_500,
        kind: "excluded",
        route: "a",
        because: "30 of 50 attempts failed in the last 120 s, more than 5 %",
      },
      { at_ms: 180_000, kind: "recovered", route: "a", because: "its probe went well" },
    ],
  });
  expect(sectionOf("## Timeline", timeline)).toMatchInlineSnapshot(`
    "## Timeline

    Times count from the first record's arrival; records start when they arrived.

    ### cheap-first

    | from | records | accepted | cost | attempts of a (failed) | attempts of b (failed) |
    | --- | --- | --- | --- | --- | --- |
    | 0:00:00 | 60 | 100% | $0.0100 | 54 | 6 |
    | 0:01:00 | 60 | 50.0% | $0.0100 | 50 (30) | 10 |
    | 0:02:00 | 60 | 100% | $0.0100 | 0 | 60 |
    | 0:03:00 | 60 | 100% | $0.0100 | 55 | 5 |

    - 0:01:30: a is excluded: 30 of 50 attempts failed in the last 120 s, more than 5 %
    - 0:03:00: a takes traffic again: its probe went well
    "
  `);
});

test("a long timeline is told in as many rows as the report has room for", () => {
  const buckets = Array.from({ length: 100 }, (_, minute) => bucketAt(minute, 3, 1));
  const section = sectionOf("## Timeline", aTimeline({ buckets, events: [anEvent] }));
  const rows = section?.split("\n").filter((line) => /^\| \d:/.test(line));
  // 100 minutes in at most 25 rows: four minutes each.
  expect(rows).toHaveLength(25);
  expect(rows?.[1]).toBe("| 0:04:00 | 16 | 100% | $0.0400 | 12 | 4 |");
});

test("a cost that is not known, or not all of it, says so", () => {
  const buckets = [
    { ...bucketAt(0, 1, 1), cost_usd: 0, unknown_costs: 2 },
    { ...bucketAt(1, 1, 1), unknown_costs: 1 },
    ...Array.from({ length: 48 }, (_, minute) => bucketAt(minute + 2, 1, 1)),
  ];
  const costsOf = (timeline: ReturnType<typeof aTimeline>) =>
    sectionOf("## Timeline", timeline)
      ?.split("\n")
      .filter((line) => /^\| \d:/.test(line))
      .map((line) => line.split(" | ")[3]);
  const events = [anEvent];
  expect(costsOf(aTimeline({ buckets: buckets.slice(0, 3), events }))).toEqual([
    "unknown",
    "at least $0.0100",
    "$0.0100",
  ]);
  // Two minutes in each row.
  expect(costsOf(aTimeline({ buckets, events }))?.slice(0, 2)).toEqual([
    "at least $0.0100",
    "$0.0200",
  ]);
});

test("a timeline on which nothing happened is left to comparison.json", () => {
  expect(sectionOf("## Timeline", aTimeline({ buckets: [bucketAt(0, 1, 1)] }))).toBeUndefined();
});

test("ceilings that were reached stand with their day, and how many more records they met", () => {
  const timeline = aTimeline({
    buckets: [bucketAt(0, 1, 1)],
    caps: [
      {
        ceiling: "cost.daily_spend_cap",
        key: null,
        period: "2026-03-04",
        reached_at_ms: 2 * 86_400_000 + 8 * 3_600_000,
        records_after: 1312,
      },
    ],
  });
  expect(sectionOf("## Ceilings", timeline)).toMatchInlineSnapshot(`
    "## Ceilings that were reached

    When a ceiling first took a route from a record, and how many more records of that period it did so to.

    | policy | ceiling | of | period | reached after | further records |
    | --- | --- | --- | --- | --- | --- |
    | cheap-first | cost.daily_spend_cap | all traffic | 2026-03-04 | 2 d 8:00:00 | 1,312 |
    "
  `);
  expect(sectionOf("## Ceilings", aTimeline())).toBeUndefined();
});

test("the summary names each ceiling that was reached, when, and how many records met it", () => {
  const cap = { ceiling: "cost.daily_spend_cap", key: null, reached_at_ms: 1 };
  const caps = ["03-04", "03-05", "03-06", "03-07", "03-08"].map((day, index) => ({
    ...cap,
    period: `2026-${day}`,
    records_after: index * 100,
  }));
  const policies = { prod: aPolicy(), "cheap-first": aPolicy({ timeline: aTimeline({ caps }) }) };
  const report = aReport({ comparison: { policies } });
  // 0 + 100 + 200 + 300 + 400 further records, and the five that reached it.
  expect(ceilingNotes(report)).toEqual([
    "cheap-first: cost.daily_spend_cap was reached (2026-03-04, 2026-03-05, 2026-03-06 and 2 more); 1,005 records met it",
  ]);
  expect(renderSummary(report, { width: 200, colour: false })).toContain("was reached (2026-03-04");
});

test("time since the start is told to the second", () => {
  expect([0, 59_999, 3_600_000, 86_399_000, 90_061_000].map(clockText)).toEqual([
    "0:00:00",
    "0:00:59",
    "1:00:00",
    "23:59:59",
    "1 d 1:01:01",
  ]);
});
