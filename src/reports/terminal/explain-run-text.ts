import type {
  DecidedRoute,
  RouteChangeGroup,
  RunExplanation,
  RunRecordExplanation,
} from "../../core/run-explanation.ts";
import { lineWriter, type Write } from "./line-writer.ts";
import { countText } from "../numbers.ts";
import type { TerminalOptions } from "./terminal-options.ts";
import { traceTexts } from "../trace-text.ts";

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
      ...traceTexts(trace).flatMap((text) => write(`  ${text}`)),
      ...review.flatMap((reason) => write(`  a person must look: ${reason}`, "yellow")),
    );
  }
  return `${lines.join("\n")}\n`;
}
