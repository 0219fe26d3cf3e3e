import type { ExplainedRecord, Explanation } from "../../core/explanation.ts";
import { estimatedPromptTokens, promptChars } from "../../core/model-request.ts";
import type { RequestView } from "../../core/request-view.ts";
import { decisionLines } from "./decision-lines.ts";
import { lineWriter, type Write } from "./line-writer.ts";
import { countText, msText } from "../numbers.ts";
import type { TerminalOptions } from "./terminal-options.ts";

/** What `explain` prints for people: a block a record. */
export function renderExplanation(explanation: Explanation, options: TerminalOptions): string {
  const { policy, dataset, memory, matched, records, notes, version } = explanation;
  const write = lineWriter(options);
  const lines = [
    ...write(`${policy} on ${dataset}, version ${version}`, "bold"),
    ...(memory === "empty"
      ? write("It reads what came before; here nothing has: windows, spend and quotas are empty.")
      : []),
    ...notes.flatMap((note) => write(`Note: ${note}`, "yellow")),
    ...records.flatMap((record) => ["", ...recordLines(record, explanation, write)]),
  ];
  if (matched > records.length) {
    const shown = `records shown: ${countText(records.length)} of ${countText(matched)}`;
    lines.push("", ...write(`${shown}; --limit N shows more`));
  }
  return `${lines.join("\n")}\n`;
}

function recordLines(
  record: ExplainedRecord,
  { notNamed }: Explanation,
  write: Write,
): readonly string[] {
  const { view, failure, decision, firstStep } = record;
  const head = [...write(`record ${view.recordId}`, "bold"), ...viewLines(view, write)];
  if (decision === undefined || firstStep === undefined) {
    return [
      ...head,
      ...write(`no decision: ${failure ?? "unknown"}`, "red"),
      ...write("  in a run this record ends as harness_error"),
    ];
  }
  return [...head, ...decisionLines(decision, firstStep, { ...record, notNamed }, write)];
}

function viewLines({ request, tags, features, owner, workflow }: RequestView, write: Write) {
  const labels = [tags, features].flatMap((values) =>
    Object.entries(values).map(([name, value]) => `${name}=${value}`),
  );
  const facts = [
    `${counted(promptChars(request), "character")}, about ${counted(estimatedPromptTokens(request), "token")}`,
    counted(request.messages.length, "message"),
    ...(request.tools.length > 0 ? [counted(request.tools.length, "tool")] : []),
    ...(request.responseSchema === undefined ? [] : ["wants a schema"]),
    ...(request.slaMs === undefined ? [] : [`SLA ${msText(request.slaMs)}`]),
    ...(request.maxOutputTokens === undefined
      ? []
      : [`at most ${countText(request.maxOutputTokens)} tokens out`]),
  ];
  return [
    ...(labels.length > 0 ? write(`labels: ${labels.join(", ")}`) : []),
    ...(owner === undefined ? [] : write(`owner: ${owner}`)),
    ...(workflow === undefined ? [] : write(`workflow: ${workflow}`)),
    ...write(`request: ${facts.join(", ")}`),
  ];
}

function counted(count: number, noun: string): string {
  return `${countText(count)} ${noun}${count === 1 ? "" : "s"}`;
}
