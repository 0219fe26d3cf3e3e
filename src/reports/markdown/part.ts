import { codeBlock, codeSpan, inert, table } from "../markdown-text.ts";
import { type Block, type LeftOut, leftOutText, type Part, type PartOf } from "../parts/part.ts";
import type { RunReport } from "../run-report.ts";
import { asWords, type Span, type Word, type Words } from "../words.ts";

/** A part of the report as a section of `report.md`. */
export function partSection(part: PartOf): (report: RunReport, rows: number) => string | undefined {
  return (report, rows) => {
    const found = part(report, rows);
    return found && partMarkdown(found);
  };
}

function partMarkdown({ title, blocks, leftOut }: Part): string {
  return [`## ${title}`, ...blocks.map(blockMarkdown)].join("\n\n") + leftOutNote(leftOut);
}

function blockMarkdown(block: Block): string {
  switch (block.kind) {
    case "paragraph":
      return wordsMarkdown(block.words);
    case "heading":
      return `### ${wordsMarkdown(block.words)}`;
    case "code":
      return codeBlock(block.lines);
    case "list": {
      const lines = block.items.map((item) => `- ${wordsMarkdown(item)}`);
      return lines.join("\n") + leftOutNote(block.leftOut);
    }
    case "table":
      return (
        table(
          block.header.map(wordMarkdown),
          block.rows.map((cells) => cells.map(wordMarkdown)),
        ) + leftOutNote(block.leftOut)
      );
  }
}

function leftOutNote(leftOut: LeftOut | undefined): string {
  return leftOut === undefined ? "" : `\n\n${leftOutText(leftOut)}`;
}

/** Words as Markdown on a line, a table's cell included. */
export function wordsMarkdown({ spans }: Words): string {
  return spans.map(spanMarkdown).join("");
}

function wordMarkdown(word: Word): string {
  return wordsMarkdown(asWords(word));
}

function spanMarkdown(span: Span): string {
  switch (span.kind) {
    case "own":
    case "term":
      return span.text;
    case "data":
      return inert(span.text, span.maxChars);
    case "code":
      return codeSpan(span.text);
    case "strong":
      return `**${wordsMarkdown(span.words)}**`;
    case "line-break":
      return "<br>";
    case "number":
      return span.aside === undefined ? span.text : `${span.text} (${span.aside})`;
  }
}
