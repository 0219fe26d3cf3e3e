import { usdFromNanoUsd } from "../core/money.ts";
import type { FittedOn, QualityEntry } from "../core/quality-table.ts";

type Line = ReadonlyMap<string, QualityEntry>;

/** A quality table with where it comes from. */
export interface WrittenTable {
  readonly runId: string;
  /** The tag by which tasks are told apart; absent: they are not. */
  readonly task: string | undefined;
  readonly fittedOn: FittedOn;
  readonly overall: Line;
  readonly tasks: ReadonlyMap<string, Line>;
}

/** Beyond it, digits of a mean are noise. */
const DIGITS = 12;

/** A quality table as a policy names it: YAML, an entry a line, so that two of them can be compared. */
export function qualityTableText({ runId, task, fittedOn, overall, tasks }: WrittenTable): string {
  const { dataset, sha256, records, sample } = fittedOn;
  return [
    `# Written by routeproof from the run ${runId}: a policy names it as its quality_table.`,
    ...(task === undefined ? [] : [`task: ${quoted(task)}`]),
    "fitted_on:",
    `  dataset: ${quoted(dataset)}`,
    `  sha256: ${sha256}`,
    `  records: ${records}`,
    `  sample: [${sample.map(quoted).join(", ")}]`,
    "quality:",
    "  overall:",
    ...entryLines(overall, "    "),
    ...(tasks.size === 0 ? [] : ["  tasks:"]),
    ...[...tasks].flatMap(([name, line]) => [
      `    ${quoted(name)}:`,
      ...entryLines(line, "      "),
    ]),
    "",
  ].join("\n");
}

/** JSON's texts are YAML's. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

function entryLines(line: Line, indent: string): readonly string[] {
  return [...line].map(([route, entry]) => `${indent}${quoted(route)}: ${entryText(entry)}`);
}

function entryText({ n, quality, lower, costNanoUsd, p95Ms, outputTokens }: QualityEntry): string {
  const cost = costNanoUsd === undefined ? undefined : usdFromNanoUsd(costNanoUsd);
  const parts: readonly (readonly [string, number | undefined])[] = [
    ["n", n],
    ["quality", quality],
    ["lower", lower],
    ["cost_usd", cost],
    ["p95_ms", p95Ms],
    ["output_tokens", outputTokens],
  ];
  const known = parts.flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}: ${Number(value.toPrecision(DIGITS))}`],
  );
  return `{ ${known.join(", ")} }`;
}
