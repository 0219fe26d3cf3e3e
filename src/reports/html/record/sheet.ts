import type { JsonValue } from "../../../core/json.ts";
import type { RecordSheet, SheetArm } from "../../../core/record-sheet.ts";
import { type AnswerDifference, answerDifference } from "../../answer-difference.ts";
import { armStyle } from "../../charts/arm-style.ts";
import { countText } from "../../numbers.ts";
import { answerText } from "../../outcome-words.ts";
import { toolCommand } from "../../run-command.ts";
import { html, type Html } from "../../html-text.ts";
import { recordAnchor } from "../record-link.ts";
import { textLines } from "../text-lines.ts";
import { answerDiff, missingNote } from "./answer-diff.ts";
import { attempts } from "./attempts.ts";
import { decision } from "./decision.ts";
import { shownText } from "./shown-text.ts";

/** How much of a record is drawn, and how it is shown again. */
export interface SheetLook {
  /** The run folder, as commands name it. */
  readonly folder: string;
  /** Longer texts are cut; where the rest stands is said on the record. */
  readonly textChars: number;
  /** Whose attempts are drawn, besides their table: of all records, or where one call was not enough. */
  readonly drawn: "all" | "retried";
}

export const recordStyle = `
.record{border:1px solid var(--rule);border-radius:6px;padding:4px 12px 8px;margin:0 0 18px}
.record:target{border-color:var(--link);border-width:2px}
.record h3{margin:6px 0 4px}
.record h4{font-size:14px;margin:4px 0}
.record .policies{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,320px),1fr));gap:6px 22px}
.record .policy{min-width:0;border-top:3px solid currentColor;padding-top:4px}
.record .policy>*{color:var(--text)}
.record .text{white-space:pre-wrap;background:var(--box);padding:6px 8px;border-radius:4px;margin:0 0 6px;font-size:14px}
.record ins,.json-changes ins{text-decoration:underline;text-decoration-thickness:2px;text-decoration-color:var(--good);background:var(--goodSide)}
.record del,.json-changes del{text-decoration:line-through;text-decoration-thickness:2px;text-decoration-color:var(--bad)}
.small{font-size:13px}
.cut{color:var(--muted)}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media (max-width:700px){.record .policies{grid-template-columns:minmax(0,1fr)}}
`;

/** One record: what was asked and expected, and each policy's decision, answer, grades and calls. */
export function recordSheet(sheet: RecordSheet, look: SheetLook): Html {
  const anchor = recordAnchor(sheet.ordinal);
  const repeats = [...new Set(sheet.arms.map(({ outcome }) => outcome.repeat))];
  return html`<article id="${anchor}" class="record" aria-labelledby="${anchor}-title">
<h3 id="${anchor}-title">Record <code>${sheet.recordId}</code></h3>
${head(sheet, look)}${repeats.map((repeat) => policies(sheet, repeat, look))}${attempts(sheet, look.drawn)}
<p class="small">Show it again: <code>${toolCommand("show", look.folder, sheet.recordId)}</code></p>
</article>
`;
}

function head({ tags, expected, prompt, untold }: RecordSheet, look: SheetLook): Html {
  const named = Object.entries(tags).map(([tag, value]) => `${tag}=${value}`);
  const tagged =
    named.length === 0 ? undefined : html`<p class="small">Tags: ${named.join(", ")}</p>\n`;
  if (prompt === undefined) {
    return html`${tagged}<p class="small muted">Prompt not shown: ${untold ?? "it is not kept"}.</p>\n`;
  }
  const shown = shownText(prompt, look.textChars);
  return html`${tagged}${expectation(expected, look)}<details><summary>Prompt (${countText(prompt.length)} characters)</summary>
<div class="text">${textLines(shown.text)}</div>
${missingNote(shown.missing)}</details>
`;
}

function expectation(expected: JsonValue | undefined, { textChars }: SheetLook): Html {
  if (expected === undefined) return html`<p class="small">Expected: nothing is said.</p>\n`;
  const whole = typeof expected === "string" ? expected : JSON.stringify(expected);
  const { text, missing } = shownText(whole, textChars);
  return html`<div class="text"><strong>Expected:</strong> ${textLines(text)}</div>
${missingNote(missing)}`;
}

/** The policies' outcomes of one repeat beside each other, the baseline first. */
function policies({ arms }: RecordSheet, repeat: number, look: SheetLook): Html {
  const shown = arms.filter(({ outcome }) => outcome.repeat === repeat);
  const baseline = shown.find(({ outcome }) => outcome.arm === 0);
  const candidates = shown.filter((arm) => arm !== baseline);
  const differences = candidates.map((candidate) => baseline && difference(baseline, candidate));
  // Marked against one other answer; against several it would not be clear which.
  const own = differences.length === 1 ? differences[0] : undefined;
  const title = repeat === 0 ? undefined : html`<h4>Repeat ${repeat + 1}</h4>\n`;
  return html`${title}<div class="policies">
${baseline && policy(baseline, answer(baseline, own, look))}${candidates.map((candidate, index) =>
    policy(candidate, answer(candidate, differences[index], look)),
  )}</div>
`;
}

function difference(baseline: SheetArm, candidate: SheetArm): AnswerDifference {
  return answerDifference(answerText(baseline.outcome), answerText(candidate.outcome));
}

function policy(arm: SheetArm, answered: Html): Html {
  const { outcome } = arm;
  const role = outcome.arm === 0 ? "baseline" : "candidate";
  const { accepted } = outcome.grade;
  const mark =
    outcome.ending.kind === "not_covered"
      ? html`<span class="muted">not covered</span>`
      : accepted
        ? html`<span class="good">✓ accepted</span>`
        : html`<span class="bad">✗ not accepted</span>`;
  return html`<div class="policy ${armStyle(outcome.arm).className}">
<h4>${arm.policy} <span class="muted">(${role})</span> ${mark}</h4>
${answered}${decision(arm)}</div>
`;
}

/** The answer, with what the other one lacks marked in it. */
function answer(
  { outcome }: SheetArm,
  against: AnswerDifference | undefined,
  look: SheetLook,
): Html {
  const text = answerText(outcome);
  if (text === undefined) {
    const isThere = outcome.ending.kind === "answered" || outcome.ending.kind === "static_answer";
    return html`<p class="muted">${isThere ? "The answer's text is not kept." : "No answer."}</p>\n`;
  }
  if (against?.kind === "none" && outcome.arm > 0) {
    return html`<p class="muted">The same answer as the baseline's.</p>\n`;
  }
  const side = outcome.arm === 0 ? "baseline" : "candidate";
  return answerDiff({ text, side, difference: against }, look.textChars);
}
