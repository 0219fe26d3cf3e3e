import type { ReplayPace } from "../../core/open-loop.ts";
import { armsOf } from "../arms.ts";
import { estimateText } from "../estimate-text.ts";
import { inert, table } from "../markdown-text.ts";
import { countText } from "../numbers.ts";
import type { RunReport } from "../run-report.ts";
import { cutList } from "./cut-list.ts";

/** What users waited, from arrival to answer; absent: the run is no open loop. */
export function response(report: RunReport, rows: number): string | undefined {
  const { pace } = report.comparison;
  if (pace === undefined) return undefined;
  const { shown, note } = cutList(armsOf(report), rows, "policies");
  const header = [
    "policy",
    "p50 response",
    "p95 response",
    "p99 response",
    "p50 in line",
    "p95 in line",
    "not known",
  ];
  const cells = shown.map(({ name, metrics: { overall } }) => {
    const { response_time: waited, queue_wait: inLine } = overall;
    const text = (estimate: Parameters<typeof estimateText>[0] | undefined): string =>
      estimate === undefined ? "–" : estimateText(estimate, "ms");
    return [
      inert(name),
      text(waited?.p50_ms),
      text(waited?.p95_ms),
      text(waited?.p99_ms),
      text(inLine?.p50_ms),
      text(inLine?.p95_ms),
      countText(waited?.unknown ?? 0),
    ];
  });
  return `## Response time from arrival\n\n${paceText(pace)}\n\n${table(header, cells)}${note}`;
}

function paceText({ speed, slots, starts_at: startsAt }: ReplayPace): string {
  const pace = speed === 1 ? "at the log's own pace" : `${speed} times as fast as in the log`;
  return (
    `Records arrived ${pace}, from ${startsAt}; ${countText(slots)} were served at a time, each policy for itself. ` +
    "Response time runs from a record's arrival to the end of its answer; in line is the part of it that was spent waiting for a slot and for the limits of routes. " +
    "Gates on latency go by service time, which leaves the line out."
  );
}
