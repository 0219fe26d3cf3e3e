import type { AnswerDifference } from "../../answer-difference.ts";
import { countText } from "../../numbers.ts";
import type { TextPart } from "../../word-diff.ts";
import { html, type Html } from "../../html-text.ts";
import { textLines } from "../text-lines.ts";
import { jsonDiff } from "./json-diff.ts";
import { shownParts, shownText } from "./shown-text.ts";

/** One of two answers, and how it differs from the other. */
export interface ComparedAnswer {
  readonly text: string;
  readonly side: "baseline" | "candidate";
  /** Absent: nothing is marked in it. */
  readonly difference?: AnswerDifference | undefined;
}

/**
 * An answer with the words marked that the other one does not have; two JSON answers have their
 * differences below the candidate's, by place.
 */
export function answerDiff({ text, side, difference }: ComparedAnswer, maxChars: number): Html {
  if (difference?.kind === "words") {
    const kinds = ["same", side === "baseline" ? "removed" : "added"];
    const own = difference.parts.filter(({ kind }) => kinds.includes(kind));
    const { parts, missing } = shownParts(own, maxChars);
    return html`<div class="text">${parts.map(markedPart)}</div>
${missingNote(missing)}`;
  }
  const shown = shownText(text, maxChars);
  const changes =
    difference?.kind === "json" && side === "candidate"
      ? html`<p class="small">Against the baseline's answer, by place:</p>
${jsonDiff(difference.changes)}
`
      : undefined;
  return html`<div class="text">${textLines(shown.text)}</div>
${missingNote(shown.missing)}${changes}`;
}

/** What a screen reader says of a mark stands in it as words that are not seen. */
function markedPart({ kind, text }: TextPart): Html {
  switch (kind) {
    case "same":
      return textLines(text);
    case "removed":
      return html`<del><span class="unseen">[not in the candidate's: </span>${textLines(text)}<span class="unseen">]</span></del>`;
    case "added":
      return html`<ins><span class="unseen">[not in the baseline's: </span>${textLines(text)}<span class="unseen">]</span></ins>`;
  }
}

/** How much of a text is not on the page. */
export function missingNote(chars: number): Html | undefined {
  if (chars === 0) return undefined;
  return html`<p class="small cut">(cut: ${countText(chars)} more characters)</p>
`;
}
