import type { RunReport } from "../run-report.ts";
import { countText } from "../numbers.ts";
import { asWords, own, type Word, type Words } from "../words.ts";

/** What a list or a table leaves out, and the file that holds all of it. */
export interface LeftOut {
  readonly count: number;
  /** What they are; absent: the list says it. */
  readonly noun: string | undefined;
  readonly file: "comparison.json" | "run.json";
}

/** What a part is made of, top down. */
export type Block =
  | { readonly kind: "paragraph"; readonly words: Words }
  | { readonly kind: "heading"; readonly words: Words }
  | {
      readonly kind: "list";
      readonly items: readonly Words[];
      readonly leftOut?: LeftOut | undefined;
    }
  | { readonly kind: "code"; readonly lines: readonly string[] }
  | TableBlock;

/** Rows under a header; every row has as many cells as the header. */
export interface TableBlock {
  readonly kind: "table";
  /** What it shows: its name for those who do not see where it stands. */
  readonly caption: Words;
  readonly header: readonly Word[];
  readonly rows: readonly (readonly Word[])[];
  readonly leftOut?: LeftOut | undefined;
}

/** A titled part of a report before it is Markdown or HTML. */
export interface Part {
  /** Its anchor on the page: a-z and hyphens. */
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
  /** Of what the blocks are about. */
  readonly leftOut?: LeftOut | undefined;
}

/** A part with lists of at most so many rows; undefined where the run has nothing for it. */
export type PartOf = (report: RunReport, rows: number) => Part | undefined;

/** Sentences that stand together. */
export function paragraph(content: Words): Block {
  return { kind: "paragraph", words: content };
}

/** A title within a part. */
export function heading(content: Words): Block {
  return { kind: "heading", words: content };
}

/** Points in their order; `leftOut`: how many more there are, and where. */
export function list(items: readonly Words[], leftOut?: LeftOut): Block {
  return { kind: "list", items, leftOut };
}

/** A table; a caption that is a string is our own words, and names nobody. */
export function table(
  caption: string | Words,
  header: readonly Word[],
  rows: readonly (readonly Word[])[],
  leftOut?: LeftOut,
): TableBlock {
  const named = typeof caption === "string" ? asWords(own(caption)) : caption;
  return { kind: "table", caption: named, header, rows, leftOut };
}

/** The first rows of a long list, and what is left out of it. */
export function firstRows<Row>(
  rows: readonly Row[],
  limit: number,
  noun: string,
  file: LeftOut["file"] = "comparison.json",
): { readonly shown: readonly Row[]; readonly leftOut: LeftOut | undefined } {
  const rest = rows.length - limit;
  return {
    shown: rows.slice(0, limit),
    leftOut: rest > 0 ? { count: rest, noun, file } : undefined,
  };
}

/** `12 more gates in comparison.json.` */
export function leftOutText({ count, noun, file }: LeftOut): string {
  return `${countText(count)} more${noun === undefined ? "" : ` ${noun}`} in ${file}.`;
}
