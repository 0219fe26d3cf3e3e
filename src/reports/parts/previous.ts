import { previousLines } from "../previous-text.ts";
import type { RunReport } from "../run-report.ts";
import { data, listed, words } from "../words.ts";
import { type Block, list, paragraph, type Part } from "./part.ts";

const LINE_CHARS = 600;

/** Each candidate against an earlier run; the verdict does not depend on it. */
export function previous({ manifest }: RunReport): Part | undefined {
  const { previous: all = [] } = manifest;
  if (all.length === 0) return undefined;
  const blocks = all.flatMap((one): readonly Block[] => {
    const [first = "", ...rest] = previousLines(one);
    const witnesses = one.status === "compared" ? one.new_failures : [];
    const lost =
      witnesses.length === 0
        ? []
        : [words`first of them: ${listed(witnesses.map(({ record }) => record))}`];
    const details = [...rest.map((line) => words`${data(line, LINE_CHARS)}`), ...lost];
    const heading = paragraph(words`${data(first, LINE_CHARS)}.`);
    return details.length === 0 ? [heading] : [heading, list(details)];
  });
  return { id: "previous", title: "Against an earlier run", blocks };
}
