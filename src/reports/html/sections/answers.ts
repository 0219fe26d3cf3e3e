import { type Arm, armsOf } from "../../arms.ts";
import { overrideLines } from "../../decision-text.ts";
import { beforeAfter } from "../../parts/before-after.ts";
import {
  ciAnswer,
  decidingArm,
  engineerAnswer,
  financeAnswer,
  previousAnswer,
} from "../../parts/answers.ts";
import { projectionRows } from "../../projection.ts";
import { estimate, value } from "../../number-spans.ts";
import { countText } from "../../numbers.ts";
import type { RunReport } from "../../run-report.ts";
import { runResult } from "../../run-result.ts";
import { code, data, own, strong, type Words, words } from "../../words.ts";
import { html, type Html } from "../../html-text.ts";
import { wordsHtml } from "../words-html.ts";

export const answersStyle = `
.answers{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(260px,100%),1fr));gap:10px;margin:0 0 14px}
@media (min-width:1000px){.answers{grid-template-columns:1.35fr 1fr 1.35fr .95fr}}
.answer{background:var(--box);border-radius:6px;padding:8px 12px;font-size:14px;line-height:1.38}
.answer h3{margin:0 0 4px;font-size:14px}
.answer ul{margin:0;padding:0 0 0 16px}
.visually-hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
`;

const LINE_CHARS = 300;
const OVERRIDES_SHOWN = 2;
/** Candidates beyond the deciding one that get their own answers. */
const OTHERS_SHOWN = 5;

const notAsked = words`Against an earlier run: not compared (${code("--baseline-run last-green")} compares).`;

/** What each reader asks first, answered before anything else: of the candidate that decides. */
export function answers(report: RunReport): Html {
  const arm = decidingArm(report);
  const [, ...candidates] = armsOf(report);
  const others = candidates.filter(({ name }) => name !== arm?.name).slice(0, OTHERS_SHOWN);
  const of = candidates.length > 1 && arm !== undefined ? words`, ${arm.name}` : undefined;
  return html`<section id="answers" aria-labelledby="answers-title">
<h2 id="answers-title" class="visually-hidden">Answers by reader</h2>
<div class="answers">
${arm && card(words`Engineer${of}`, engineerAnswer(report, arm))}${card(words`CI`, [...ciAnswer(report, arm), previousAnswer(report, arm) ?? notAsked])}${arm && card(words`Finance${of}`, financeSentences(report, arm))}${card(words`Approver`, approverAnswer(report))}${others.map((other) => card(words`Engineer, ${other.name}`, engineerAnswer(report, other)))}</div>
</section>
`;
}

function card(reader: Words, sentences: readonly Words[]): Html {
  return html`<div class="answer"><h3>${wordsHtml(reader)}</h3>
<ul>
${sentences.map((sentence) => html`<li>${wordsHtml(sentence)}</li>\n`)}</ul></div>
`;
}

/** What is not in the numbers comes last: it is the longest. */
function financeSentences(report: RunReport, arm: Arm): readonly Words[] {
  const [perAccepted, month, notIn] = financeAnswer(report, arm);
  return [perAccepted, month, ...perThousand(report, arm), notIn];
}

/** Without a stated volume, a thousand requests: never an invented month. */
function perThousand(report: RunReport, arm: Arm): readonly Words[] {
  const rows = projectionRows(report);
  const before = rows.find(({ role }) => role === "baseline");
  const after = rows.find(({ policy, role }) => policy === arm.name && role === "candidate");
  if (before === undefined || after === undefined || after.isMonthly) return [];
  const { requests, changePerRequest: change } = after;
  const costOf = (row: typeof after) => value(row.perRequest, "usd", requests);
  const saving = change && estimate(change, "usd_difference", requests);
  return [
    words`${own(countText(requests))} requests: ${beforeAfter(costOf(before), costOf(after), saving)}.`,
  ];
}

/** What stands in the way of a signature. */
function signing(report: RunReport): Words {
  const { exitCode, withheld } = runResult(report);
  if (withheld !== undefined) return words`Not to be signed: the run proves nothing yet.`;
  if (exitCode !== 0) {
    return words`Not to be signed as it is: only with ${code("--override REASON")}, which every later report shows.`;
  }
  return report.manifest.provider === "simulated"
    ? words`The gates allow it, but no model answered here: the answers are simulated.`
    : words`May be signed: every gate passes (${code("routeproof promote")}).`;
}

/** Whether anybody decided against a verdict, and what the policies ask of an approval. */
function approverAnswer(report: RunReport): readonly Words[] {
  const { decisions = [] } = report.manifest;
  const overrides = overrideLines(decisions);
  const [last] = decisions.toReversed();
  if (last === undefined) {
    return [
      signing(report),
      words`Nobody had signed or rolled back one of these policies before this run, so nothing was overridden.`,
    ];
  }
  const said =
    overrides.length === 0
      ? [words`Nothing was overridden.`]
      : overrides
          .slice(-OVERRIDES_SHOWN)
          .map((line) => words`${strong(words`Override:`)} ${data(line, LINE_CHARS)}.`);
  const kind = own(last.kind === "promote" ? "promoted" : "rolled back");
  return [
    signing(report),
    ...said,
    words`Last decision: ${last.policy} ${kind} on ${last.at.slice(0, 10)} by ${last.approved_by}.`,
    words`In the decision log: decisions ${own(countText(decisions.length))}, overrides ${own(countText(overrides.length))}.`,
  ];
}
