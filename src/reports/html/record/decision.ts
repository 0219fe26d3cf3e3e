import type { SheetArm } from "../../../core/record-sheet.ts";
import type { Score } from "../../../core/score.ts";
import { rateText } from "../../numbers.ts";
import { endingText, totalCostText, totalLatencyText } from "../../outcome-words.ts";
import { traceTexts } from "../../trace-text.ts";
import { shortened } from "../../visible-text.ts";
import { html, type Html } from "../../html-text.ts";

const LONGEST_REASON_CHARS = 600;

/** What a policy decided for a record and why, what that came to, and what the graders say. */
export function decision({ outcome }: SheetArm): Html {
  const { route, because, review, trace, ending, attempts, grade } = outcome;
  const notes = [...review.map((reason) => `a person must look: ${reason}`), ...traceTexts(trace)];
  return html`<p>Route <strong>${route ?? "none"}</strong>: ${cut(because)}</p>
${notes.length === 0 ? undefined : html`<ul class="small">${notes.map((note) => html`<li>${cut(note)}</li>`)}</ul>\n`}<p>Ended: ${cut(endingText(ending))}. Cost ${totalCostText(attempts)}, latency ${totalLatencyText(attempts)}.</p>
${grade.scores.length === 0 ? html`<p class="muted">No grader looked at it.</p>\n` : html`<ul class="graders">${grade.scores.map(scoreItem)}</ul>\n`}`;
}

/** A grader's words, with what it read from the answer where it says so. */
function scoreItem({ name, value, passed, because, label, expectedLabel }: Score): Html {
  const mark = passed === undefined ? "? unscored" : passed ? "✓ passed" : "✗ not passed";
  const style = passed === undefined ? "warn" : passed ? "good" : "bad";
  const shown = value === undefined ? "" : `, ${rateText(value)}`;
  const wanted = expectedLabel === undefined ? "" : `, expected “${expectedLabel}”`;
  const read =
    label === undefined && expectedLabel === undefined
      ? undefined
      : html`<br/>read from the answer: ${label === undefined ? "no label" : `“${cut(label)}”`}${cut(wanted)}`;
  return html`<li><span class="${style}">${mark}</span> ${name}${shown}: ${cut(because)}${read}</li>`;
}

function cut(text: string): string {
  return shortened(text, LONGEST_REASON_CHARS);
}
