import type { SkippedFeature } from "../../core/mix-difference.ts";
import { CodeColumn } from "../code-column.ts";
import { orderStatistics } from "../../stats/order-statistics.ts";
import { nearestRank } from "../../stats/quantile.ts";
import type { NumberColumn } from "../number-column.ts";
import { MOST_VALUES, type MixColumns } from "./mix-columns.ts";

/** One thing in which two sets of records may differ, by record. */
export interface MixFeature {
  readonly name: string;
  readonly from: string;
  readonly column: CodeColumn;
  readonly note?: string;
}

/** The set by whose quantiles lengths are cut: what the other is held against. */
export type Yardstick = "first" | "second";

/** What can be compared of two sets, and what not; tags in the order of their names. */
export function featuresOf(
  columns: MixColumns,
  yardstick: Yardstick,
): { readonly features: readonly MixFeature[]; readonly skipped: readonly SkippedFeature[] } {
  const features: MixFeature[] = [];
  const skipped: SkippedFeature[] = [];
  const add = (feature: MixFeature, lacking: string): void => {
    if (feature.column.texts.size === 0) {
      skipped.push({ feature: feature.name, because: lacking });
    } else features.push(feature);
  };
  const { languageTag, tags } = columns;
  for (const [name, column] of [...tags].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (name === languageTag) continue;
    if (column.texts.size > MOST_VALUES) {
      const because = `the tag has more than ${MOST_VALUES} values`;
      skipped.push({ feature: name, because });
    } else add({ name, from: `tag ${name}`, column }, "no record has a value of the tag");
  }
  const from = languageTag === undefined ? "script of the prompt" : `tag ${languageTag}`;
  add({ name: "language", from, column: columns.languages }, "no record holds a text");
  add(lengthFeature(columns, yardstick), "no length of a prompt is known");
  return { features, skipped };
}

/** The hour of the day: of two logs of one time it is the same, of a golden set it says nothing. */
export function hourFeature({ hours }: MixColumns): MixFeature | undefined {
  if (hours.texts.size === 0) return undefined;
  return { name: "hour", from: "hour of arrival, UTC", column: hours };
}

const FIFTHS = [0.2, 0.4, 0.6, 0.8] as const;

/** Prompt lengths in five bins, cut where the yardstick's fifths are. */
function lengthFeature(
  { records, firstRecords, tokens, counted }: MixColumns,
  yardstick: Yardstick,
): MixFeature {
  const [start, end] = yardstick === "first" ? [0, firstRecords] : [firstRecords, records];
  const rows = Uint32Array.from({ length: end - start }, (_, index) => start + index);
  const edges = edgesOf(tokens, rows);
  const names = edges.map((edge, index) =>
    index === 0 ? `to ${edge} tokens` : binName(edges[index - 1]! + 1, edge),
  );
  const last = edges.at(-1);
  names.push(last === undefined ? "any" : `over ${last} tokens`);
  const column = new CodeColumn(records);
  for (let row = 0; row < records; row += 1) {
    const length = tokens.at(row);
    if (Number.isNaN(length)) continue;
    const bin = edges.findIndex((edge) => length <= edge);
    column.set(row, names[bin < 0 ? edges.length : bin]);
  }
  const note = countedNote(counted, [firstRecords, records - firstRecords]);
  const from = "prompt tokens, estimated from the text";
  return { name: "length", from, column, ...(note && { note }) };
}

function binName(least: number, most: number): string {
  return least === most ? `${most} tokens` : `${least} to ${most} tokens`;
}

/** The upper ends of all bins but the last; fewer where many prompts are as long. */
function edgesOf(tokens: NumberColumn, rows: Uint32Array): readonly number[] {
  const sorted = orderStatistics(tokens.valuesOf(tokens.knownAmong(rows)));
  const edges = FIFTHS.flatMap((share) => nearestRank(sorted, share) ?? []);
  return [...new Set(edges)];
}

/** What a provider counted and what is estimated are no measure of each other. */
function countedNote(
  [first, second]: readonly [number, number],
  [ofFirst, ofSecond]: readonly [number, number],
): string | undefined {
  if (first / ofFirst === second / ofSecond) return undefined;
  if (first + second === 0) return undefined;
  return `prompts without a text were counted by their provider (${first} of ${ofFirst} against ${second} of ${ofSecond} records): that alone moves lengths`;
}
