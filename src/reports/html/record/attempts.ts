import type { Attempt } from "../../../core/attempt.ts";
import { usdFromNanoUsd } from "../../../core/money.ts";
import type { RecordSheet, SheetArm } from "../../../core/record-sheet.ts";
import type { Usage } from "../../../core/usage.ts";
import { evidenceTexts } from "../../attempt-evidence.ts";
import { attemptTimeline } from "../../charts/attempt-timeline.ts";
import { countText, msText, usdText } from "../../numbers.ts";
import { resultText } from "../../outcome-words.ts";
import { shortened } from "../../visible-text.ts";
import { dataTable } from "../data-table.ts";
import { html, type Html } from "../../html-text.ts";

const LONGEST_RESULT_CHARS = 400;

/** Every call for a record: when it took place, and what it came to. */
export function attempts({ ordinal, recordId, arms }: RecordSheet, drawn: "all" | "retried"): Html {
  const rows = arms.flatMap((arm) => arm.outcome.attempts.map((attempt) => cells(arm, attempt)));
  if (rows.length === 0) return html`<p>No route was called.</p>`;
  const isDrawn = drawn === "all" || arms.some(({ outcome }) => outcome.attempts.length > 1);
  const timeline = isDrawn ? attemptTimeline(`record-${ordinal}-time`, arms) : undefined;
  return html`${timeline}
${dataTable({
  id: `record-${ordinal}-attempts`,
  caption: `Attempts on record ${shortened(recordId, 60)}`,
  columns: [
    { title: "Policy" },
    { title: "Attempt" },
    { title: "Route" },
    { title: "Model" },
    { title: "Came to" },
    { title: "Tokens in · out", isNumeric: true },
    { title: "Cost", isNumeric: true },
    { title: "Waited", isNumeric: true },
    { title: "Latency", isNumeric: true },
  ],
  rows,
})}`;
}

function cells({ policy, outcome }: SheetArm, attempt: Attempt): readonly (string | Html)[] {
  const { kind, route, requestedModel, servedModel, costNanoUsd, latencyMs } = attempt;
  const repeat = outcome.repeat === 0 ? "" : `, repeat ${outcome.repeat + 1}`;
  const served =
    servedModel === undefined || servedModel === requestedModel ? "" : `, served by ${servedModel}`;
  return [
    `${policy}${repeat}`,
    `${attempt.index + 1} ${kind}`,
    attempt.isUnreviewed ? `${route} (not approved)` : route,
    `${requestedModel}${served}`,
    cameTo(attempt, outcome.because),
    tokensText(attempt.usage),
    costNanoUsd === undefined ? "unknown" : usdText(usdFromNanoUsd(costNanoUsd)),
    waitText(attempt),
    latencyMs === undefined ? "unknown" : msText(latencyMs),
  ];
}

/** The result, why there was a call where the decision does not say it, and what it left behind. */
function cameTo({ result, because, schemaValid, evidence }: Attempt, decided: string): Html {
  const notes = [
    ...(because === decided ? [] : [`because: ${shortened(because, LONGEST_RESULT_CHARS)}`]),
    ...evidenceTexts(evidence),
  ];
  const said = shortened(resultText(result), LONGEST_RESULT_CHARS);
  const shown = result.kind === "failure" ? html`<span class="bad">✗ ${said}</span>` : said;
  const schema =
    schemaValid === false ? html`<br/><span class="bad">breaks its schema</span>` : undefined;
  return html`${shown}${schema}${notes.map((note) => html`<br/><span class="small">${note}</span>`)}`;
}

function tokensText({
  inputUncachedTokens: fresh,
  inputCacheReadTokens: cached,
  inputCacheWriteTokens: written,
  outputTokens: output,
}: Usage): string {
  const known = [fresh, cached, written].filter((count) => count !== undefined);
  const input = known.length === 0 ? "?" : countText(known.reduce((sum, count) => sum + count, 0));
  const fromCache = cached === undefined || cached === 0 ? "" : ` (${countText(cached)} cached)`;
  return `${input}${fromCache} · ${output === undefined ? "?" : countText(output)}`;
}

function waitText({ waitedMs, queuedAtMs, dispatchedAtMs }: Attempt): string {
  const queued = dispatchedAtMs - queuedAtMs;
  const parts = [
    ...(waitedMs > 0 ? [msText(waitedMs)] : []),
    ...(queued > 0 ? [`${msText(queued)} in the queue`] : []),
  ];
  return parts.join(", ") || "0 ms";
}
