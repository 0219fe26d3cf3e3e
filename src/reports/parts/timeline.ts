import type { Timeline, TimelineBucket, TimelineEvent } from "../../core/timeline.ts";
import { armsOf } from "../arms.ts";
import { clockText } from "../clock-text.ts";
import { derived } from "../number-spans.ts";
import { ownValue } from "../own-value.ts";
import type { RunReport } from "../run-report.ts";
import { joinedBuckets } from "../timeline-slices.ts";
import { data, own, type Word, type Words, words } from "../words.ts";
import { type Block, firstRows, heading, list, paragraph, type Part, table } from "./part.ts";

/** Routes of a table; more make it too wide to read. */
const MOST_ROUTES = 6;
const BECAUSE_CHARS = 160;

const starts: Readonly<Record<Timeline["starts"], Words>> = {
  first_arrival: words`Times count from the first record's arrival; records start when they arrived.`,
  as_of: words`Times count from the run's start: the data names no arrivals, so a record starts as soon as one of the slots of ${{ kind: "code", text: "--concurrency" }} is free.`,
  run_start: words`Times count from the real start of the run: another run would not repeat them.`,
};

/**
 * What happened when, for policies whose decisions or answers depend on it; absent where nothing
 * did: no route was excluded, no ceiling reached. comparison.json holds the quiet ones too.
 */
export function timeline(report: RunReport, rows: number): Part | undefined {
  const arms = armsOf(report).flatMap(({ name, metrics }) =>
    metrics.timeline === undefined ? [] : [{ name, timeline: metrics.timeline }],
  );
  const [first] = arms;
  if (first === undefined || arms.every((arm) => arm.timeline.events.length === 0)) {
    return undefined;
  }
  const { shown, leftOut } = firstRows(arms, rows, "policies");
  return {
    id: "timeline",
    title: "Timeline",
    blocks: [
      paragraph(starts[first.timeline.starts]),
      ...shown.flatMap((arm) => [
        heading(words`${arm.name}`),
        slicesTable(arm.name, arm.timeline, rows),
        ...eventList(arm.timeline, rows),
      ]),
    ],
    leftOut,
  };
}

function slicesTable(policy: string, found: Timeline, rows: number): Block {
  const routes = [...new Set(found.buckets.flatMap((bucket) => Object.keys(bucket.routes)))];
  const { shown, leftOut } = firstRows(routes.toSorted(), MOST_ROUTES, "routes");
  const header = [
    ...["from", "records", "accepted", "cost"].map(own),
    ...shown.map((route) => words`attempts of ${route} (failed)`),
  ];
  const cells = joinedBuckets(found, rows).map((slice) => [
    own(clockText(slice.from_ms)),
    derived(slice.records, "count"),
    slice.records === 0 ? own("–") : derived(slice.accepted / slice.records, "rate"),
    costOf(slice),
    ...shown.map((route) => attemptsOf(ownValue(slice.routes, route))),
  ]);
  return table(
    words`${policy}: what each stretch of the replay's time saw`,
    header,
    cells,
    leftOut,
  );
}

/** An unknown cost is no cost of nothing. */
function costOf({ cost_usd: usd, unknown_costs: unknown = 0 }: TimelineBucket): Word {
  if (unknown === 0) return derived(usd, "usd");
  return usd === 0 ? own("unknown") : words`at least ${derived(usd, "usd")}`;
}

function attemptsOf(of: TimelineBucket["routes"][string] | undefined): Word {
  if (of === undefined) return own("0");
  const attempts = derived(of.attempts, "count");
  return of.errors === 0 ? attempts : words`${attempts} (${derived(of.errors, "count")})`;
}

function eventList(
  { events, events_left_out: unlisted }: Timeline,
  rows: number,
): readonly Block[] {
  if (events.length === 0) return [];
  const { shown } = firstRows(events, rows, "events");
  const rest = events.length + unlisted - shown.length;
  const leftOut =
    rest > 0 ? ({ count: rest, noun: "events", file: "comparison.json" } as const) : undefined;
  return [list(shown.map(eventLine), leftOut)];
}

const verbs: ReadonlyMap<string, string> = new Map([
  ["excluded", "is excluded"],
  ["probing", "is tried again"],
  ["recovered", "takes traffic again"],
  ["cap_reached", "is reached"],
  ["period_began", "is free again"],
]);

function eventLine({
  at_ms: at,
  kind,
  route,
  ceiling,
  key,
  repeat,
  because,
}: TimelineEvent): Words {
  const of = key === undefined ? undefined : words` of ${key}`;
  const turn = repeat === undefined ? "" : `, repeat ${repeat}`;
  const who = words`${route ?? ceiling ?? own("the policy")}${of}`;
  return words`${own(clockText(at) + turn)}: ${who} ${own(verbs.get(kind) ?? kind)}: ${data(because, BECAUSE_CHARS)}`;
}
