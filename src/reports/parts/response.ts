import type { LatencyMetrics } from "../../core/metrics.ts";
import type { ReplayPace } from "../../core/open-loop.ts";
import { armsOf } from "../arms.ts";
import { count, estimate } from "../number-spans.ts";
import { comparisonPlace, type Place } from "../place.ts";
import type { RunReport } from "../run-report.ts";
import { own, type Word, type Words, words } from "../words.ts";
import { firstRows, paragraph, type Part, table } from "./part.ts";

const titles = [
  "policy",
  "p50 response",
  "p95 response",
  "p99 response",
  "p50 in line",
  "p95 in line",
  "not known",
] as const;

/** What users waited, from arrival to answer; absent: the run is no open loop. */
export function response(report: RunReport, rows: number): Part | undefined {
  const pace = comparisonPlace(report).find("pace");
  if (pace === undefined) return undefined;
  const { shown, leftOut } = firstRows(armsOf(report), rows, "policies");
  const cells = shown.map(({ name, place }) => {
    const overall = place.at("overall");
    const [waited, inLine] = [overall.find("response_time"), overall.find("queue_wait")];
    return [
      name,
      ...(["p50_ms", "p95_ms", "p99_ms"] as const).map((key) => quantile(waited, key)),
      ...(["p50_ms", "p95_ms"] as const).map((key) => quantile(inLine, key)),
      waited === undefined ? own("0") : count(waited.at("unknown")),
    ];
  });
  const caption = "What users of each policy waited from arrival to answer";
  return {
    id: "response",
    title: "Response time from arrival",
    blocks: [paragraph(paceWords(pace)), table(caption, titles.map(own), cells, leftOut)],
  };
}

function quantile(
  of: Place<LatencyMetrics> | undefined,
  key: "p50_ms" | "p95_ms" | "p99_ms",
): Word {
  return of === undefined ? own("–") : estimate(of.at(key), "ms");
}

function paceWords(pace: Place<ReplayPace>): Words {
  const { speed, starts_at: startsAt } = pace.value;
  const how =
    speed === 1
      ? words`at the log's own pace`
      : words`${own(String(speed))} times as fast as in the log`;
  return words`Records arrived ${how}, from ${own(startsAt)}; ${count(pace.at("slots"))} were served at a time, each policy for itself. Response time runs from a record's arrival to the end of its answer; in line is the part of it that was spent waiting for a slot and for the limits of routes. Gates on latency go by service time, which leaves the line out.`;
}
