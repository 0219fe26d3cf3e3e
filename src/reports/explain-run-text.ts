import type { PolicyTrace } from "../core/policy-trace.ts";
import type { PolicyEvent } from "../core/policy-event.ts";
import { usdFromNanoUsd } from "../core/money.ts";
import type {
  DecidedRoute,
  RouteChangeGroup,
  RunExplanation,
  RunRecordExplanation,
} from "../core/run-explanation.ts";
import { classificationLines } from "./classification-lines.ts";
import { lineWriter, type Write } from "./line-writer.ts";
import { countText, msText, usdText } from "./numbers.ts";
import type { TerminalOptions } from "./summary.ts";

/** What `explain --run` prints for people: a block for each pair of routes and reasons. */
export function renderRouteChanges(explanation: RunExplanation, options: TerminalOptions): string {
  const { before, after, pairs, unpaired, changed, groups } = explanation;
  const write = lineWriter(options);
  const lines = [
    ...write(`${before} → ${after} in ${explanation.run}`, "bold"),
    ...write(`outcomes that changed route: ${countText(changed)} of ${countText(pairs)}`),
    ...(unpaired === 0
      ? []
      : write(`with an outcome under one policy alone: ${countText(unpaired)} more`, "yellow")),
    ...groups.flatMap((group) => ["", ...groupLines(group, explanation, write)]),
  ];
  return `${lines.join("\n")}\n`;
}

function groupLines(
  { before, after, count, acceptedBefore, acceptedAfter, firstRecords }: RouteChangeGroup,
  { before: policyBefore, after: policyAfter }: RunExplanation,
  write: Write,
): readonly string[] {
  const ids = firstRecords.join(", ");
  return [
    ...write(`${countText(count)}: ${routeText(before)} → ${routeText(after)}`, "bold"),
    ...write(`  ${policyBefore}: ${before.because}`),
    ...write(`  ${policyAfter}: ${after.because}`),
    ...write(`  accepted: ${countText(acceptedBefore)} → ${countText(acceptedAfter)}`),
    ...write(`  records: ${ids}${count > firstRecords.length ? ", …" : ""}`),
  ];
}

function routeText({ route }: DecidedRoute): string {
  return route ?? "no route";
}

/** What `explain --run --record` prints: each policy's decision as the run kept it. */
export function renderRunRecord(
  { run, record, arms }: RunRecordExplanation,
  options: TerminalOptions,
): string {
  const write = lineWriter(options);
  const lines = [...write(`record ${record} in ${run}`, "bold")];
  for (const { policy, outcome } of arms) {
    const { route, because, review, repeat, trace } = outcome;
    lines.push(
      "",
      ...write(repeat === 0 ? policy : `${policy}, repeat ${countText(repeat + 1)}`, "bold"),
      ...write(`route: ${route ?? "none"}`, route === undefined ? "red" : "green"),
      ...write(`  because: ${because}`),
      ...(trace === undefined ? [] : traceLines(trace, write)),
      ...review.flatMap((reason) => write(`  a person must look: ${reason}`, "yellow")),
    );
  }
  return `${lines.join("\n")}\n`;
}

function traceLines(trace: PolicyTrace, write: Write): readonly string[] {
  const { atMs, queuedMs, classification, refused, estimatedNanoUsd, downgradedFrom } = trace;
  const { degraded, redacted, events } = trace;
  return [
    ...(atMs === undefined ? [] : write(`  at: ${timeText(atMs)}, replay time`)),
    ...(queuedMs === undefined ? [] : write(`  waited to be dispatched: ${msText(queuedMs)}`)),
    ...(classification === undefined
      ? []
      : classificationLines(classification, write).map((line) => `  ${line}`)),
    ...(refused ?? []).flatMap(({ route, because, kind }) =>
      write(`  ✗ ${route}: ${because}${kind === undefined ? "" : ` (${kind})`}`, "red"),
    ),
    ...(estimatedNanoUsd === undefined
      ? []
      : write(`  estimated cost: ${usdText(usdFromNanoUsd(estimatedNanoUsd))}`)),
    ...(downgradedFrom === undefined
      ? []
      : write(`  downgraded from: ${downgradedFrom}`, "yellow")),
    ...(degraded === undefined ? [] : write(`  degraded: ${degraded}`, "yellow")),
    ...(redacted === undefined ? [] : write(`  taken out of the request: ${redacted.join(", ")}`)),
    ...(events ?? []).flatMap((event) => write(`  ${eventText(event)}`, "yellow")),
  ];
}

function eventText({ atMs, kind, route, ceiling, key, because }: PolicyEvent): string {
  const about = [route, ceiling, key].filter((part) => part !== undefined).join(", ");
  return `${timeText(atMs)} ${kind}${about === "" ? "" : ` ${about}`}: ${because}`;
}

function timeText(atMs: number): string {
  const time = new Date(atMs);
  return Number.isNaN(time.getTime()) ? `${atMs} ms` : time.toISOString();
}
