import { inert } from "../markdown-text.ts";
import { previousLines } from "../previous-text.ts";
import type { RunReport } from "../run-report.ts";

const LINE_CHARS = 600;

/** Each candidate against an earlier run; the verdict does not depend on it. */
export function previous({ manifest }: RunReport): string | undefined {
  const { previous: all = [] } = manifest;
  if (all.length === 0) return undefined;
  const blocks = all.map((one) => {
    const [first = "", ...rest] = previousLines(one);
    const witnesses = one.status === "compared" ? one.new_failures : [];
    const lost =
      witnesses.length === 0
        ? []
        : [`first of them: ${witnesses.map(({ record }) => inert(record)).join(", ")}`];
    const details = [...rest.map((line) => inert(line, LINE_CHARS)), ...lost];
    return [`${inert(first, LINE_CHARS)}.`, ...details.map((line) => `- ${line}`)].join("\n");
  });
  return `## Against an earlier run\n\n${blocks.join("\n\n")}`;
}
