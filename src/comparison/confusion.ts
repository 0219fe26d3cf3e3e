import type { PolicyMetrics } from "../core/metrics.ts";
import type { ArmColumns } from "./arm-columns.ts";
import type { Collected } from "./collected.ts";
import { ANSWERED } from "./outcome-flags.ts";
import { sortedObject } from "./sorted-object.ts";

/** Expected label to answered label to count; absent: no label was read from any answer. */
export function confusionOf(
  arm: ArmColumns,
  units: Uint32Array,
  { records, repeats }: Collected,
): PolicyMetrics["confusion"] {
  const { labels } = arm.scores;
  if (labels.texts.size === 0) return undefined;
  const rows = new Map<string, Map<string, number>>();
  for (const unit of units) {
    const code = ((arm.flags[unit] ?? 0) & ANSWERED) === 0 ? 0 : labels.at(unit);
    const expected = records.expected.at(Math.floor(unit / repeats));
    if (code === 0 || expected === undefined) continue;
    const row = rows.get(expected) ?? new Map<string, number>();
    const label = labels.texts.text(code);
    rows.set(expected, row.set(label, (row.get(label) ?? 0) + 1));
  }
  if (rows.size === 0) return undefined;
  return sortedObject([...rows].map(([expected, row]) => [expected, sortedObject(row)]));
}
