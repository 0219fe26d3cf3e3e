import type { Outcome } from "../../core/outcome.ts";
import type { JsonValue } from "../../core/json.ts";
import type { SheetArm } from "../../core/record-sheet.ts";
import { answerDifference } from "../answer-difference.ts";
import type { JsonChange } from "../json-diff.ts";
import { countText } from "../numbers.ts";
import { answerText } from "../outcome-words.ts";
import type { Write } from "./line-writer.ts";
import { shortened } from "../visible-text.ts";
import type { TextPart } from "../word-diff.ts";

/** Of what both answers have, so much stands around a difference. */
const CONTEXT_CHARS = 60;
const LONGEST_PART_CHARS = 400;
const MOST_CHANGES = 30;

/** What a candidate's answer says that the baseline's does not, and the other way round. */
export function differenceLines(
  baseline: SheetArm,
  candidate: SheetArm,
  write: Write,
): readonly string[] {
  const texts = [baseline, candidate].map(({ outcome }) => shownAnswer(outcome));
  const difference = answerDifference(texts[0], texts[1]);
  const title = `answers, ${baseline.policy} (-) and ${candidate.policy} (+):`;
  switch (difference.kind) {
    case "none":
      return write(`answers of ${baseline.policy} and ${candidate.policy}: the same`);
    case "json":
      return [...write(title, "bold"), ...jsonLines(difference.changes, write)];
    case "words":
      return [...write(title, "bold"), ...wordLines(difference.parts, write)];
    case "unmarked":
      return [];
  }
}

function shownAnswer(outcome: Outcome): string | undefined {
  const text = answerText(outcome);
  // A part of a difference stands on a line of its own, so line ends are shown.
  return text?.replaceAll("\r\n", "\n");
}

function wordLines(parts: readonly TextPart[], write: Write): readonly string[] {
  const lines = parts.flatMap(({ kind, text }, index) => {
    switch (kind) {
      case "same":
        return write(`  ${context(text, index === 0, index === parts.length - 1)}`.trimEnd());
      case "removed":
        return write(`- ${partText(text)}`, "red");
      case "added":
        return write(`+ ${partText(text)}`, "green");
    }
  });
  return cut(lines, MOST_CHANGES * 2);
}

function partText(text: string): string {
  return shortened(text, LONGEST_PART_CHARS);
}

/** The ends of a stretch that both answers have: what lies between says nothing. */
function context(text: string, isFirst: boolean, isLast: boolean): string {
  if (text.length <= CONTEXT_CHARS * 2) return text;
  const start = isFirst ? "" : text.slice(0, CONTEXT_CHARS);
  const end = isLast ? "" : text.slice(-CONTEXT_CHARS);
  return `${start}…${end}`.toWellFormed();
}

function jsonLines(changes: readonly JsonChange[], write: Write): readonly string[] {
  if (changes.length === 0) return write("  the same JSON, written otherwise");
  const lines = changes.flatMap((change) => {
    const at = change.pointer === "" ? "(the whole document)" : change.pointer;
    return [
      ...("before" in change ? write(`- ${at}: ${jsonText(change.before)}`, "red") : []),
      ...("after" in change ? write(`+ ${at}: ${jsonText(change.after)}`, "green") : []),
    ];
  });
  return cut(lines, MOST_CHANGES * 2);
}

function jsonText(value: JsonValue): string {
  return shortened(JSON.stringify(value), LONGEST_PART_CHARS);
}

function cut(lines: readonly string[], most: number): readonly string[] {
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most), `  (${countText(lines.length - most)} more lines)`];
}
