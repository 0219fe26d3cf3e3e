import type { JsonValue } from "../../core/json.ts";
import type { RecordSheet } from "../../core/record-sheet.ts";
import { differenceLines } from "./difference-lines.ts";
import { padded } from "../display-width.ts";
import { lineWriter } from "./line-writer.ts";
import { pairsOf } from "./record-pairs.ts";
import { type ArmLine, armLines } from "./record-arm.ts";
import { painter, type Paint } from "./paint.ts";
import type { TerminalOptions } from "./terminal-options.ts";
import { terminalLines, terminalText } from "./terminal-text.ts";
import { cutLines } from "./text-excerpt.ts";
import { shortened } from "../visible-text.ts";

/** From this width on two policies stand side by side. */
const SIDE_BY_SIDE_COLUMNS = 100;
const GAP = " ┃ ";
const PROMPT_LINES = 12;
const EXPECTED_CHARS = 2_000;

/**
 * What `show RUN RECORD` prints: the record, baseline and candidates next to each other, then in
 * what their answers differ.
 */
export function renderRecord(view: RecordSheet, options: TerminalOptions): string {
  const paint = painter(options.colour);
  const lines = [...headLines(view, options.width, paint)];
  const isWide = options.width >= SIDE_BY_SIDE_COLUMNS;
  const width = isWide ? Math.floor((options.width - GAP.length) / 2) : Math.max(20, options.width);
  const blocks = view.arms.map(({ policy, outcome }) => armLines(policy, outcome, width));
  for (let index = 0; index < blocks.length; index += isWide ? 2 : 1) {
    const pair = blocks.slice(index, index + (isWide ? 2 : 1));
    lines.push("", ...besideEachOther(pair, width, paint));
  }
  const write = lineWriter(options);
  for (const [baseline, candidate] of pairsOf(view)) {
    const difference = differenceLines(baseline, candidate, write);
    if (difference.length > 0) lines.push("", ...difference);
  }
  if (blocks.length === 0) lines.push("", "No outcome of this record is kept.");
  return `${lines.join("\n")}\n`;
}

function headLines(view: RecordSheet, width: number, paint: Paint): readonly string[] {
  const tags = Object.entries(view.tags).map(([tag, value]) => terminalText(`${tag}=${value}`));
  const lines = [paint("bold", `record ${terminalText(view.recordId)}`)];
  if (tags.length > 0) lines.push(`tags: ${tags.join(", ")}`);
  const expected =
    view.expected === undefined
      ? "none is known"
      : terminalText(shortened(textOf(view.expected), EXPECTED_CHARS));
  lines.push(`expected: ${expected}`);
  if (view.prompt === undefined) {
    const why = view.untold === undefined ? "not kept" : `not shown, ${view.untold}`;
    return [...lines, `prompt: ${terminalText(why)}`];
  }
  const prompt = cutLines(terminalLines(view.prompt), width - 2, PROMPT_LINES);
  return [...lines, "prompt:", ...prompt.map((line) => `│ ${line}`)];
}

function textOf(value: JsonValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function besideEachOther(
  blocks: readonly (readonly ArmLine[])[],
  width: number,
  paint: Paint,
): readonly string[] {
  const height = Math.max(...blocks.map((block) => block.length));
  return Array.from({ length: height }, (_, row) =>
    blocks
      .map((block, column) => {
        const { text, style } = block[row] ?? { text: "" };
        const isLast = column === blocks.length - 1;
        const shown = isLast ? text : padded(text, width);
        return style === undefined || text === "" ? shown : paint(style, shown);
      })
      .join(GAP)
      .trimEnd(),
  );
}
