import type { FailureRow } from "../../core/charts/failure-row.ts";
import { originOfClass } from "../../core/failure-class.ts";
import { NanoUsdSum, usdFromNanoUsd } from "../../core/money.ts";
import type { ArmColumns } from "../arm-columns.ts";
import { ACCEPTED } from "../outcome-flags.ts";

/** Covered units that were not accepted, a row a class: most frequent first, ties by name. */
export function failureRows(
  { failures, flags, costs }: ArmColumns,
  covered: Uint32Array,
): readonly FailureRow[] {
  const { classes } = failures;
  const records = new Float64Array(classes.texts.size + 1);
  const spent = Array.from(records, () => new NanoUsdSum());
  for (let index = 0; index < covered.length; index += 1) {
    const unit = covered[index]!;
    if ((flags[unit]! & ACCEPTED) !== 0) continue;
    const code = classes.at(unit);
    records[code]! += 1;
    spent[code]!.add(costs.total.at(unit));
  }
  const rows: FailureRow[] = [];
  for (let code = 1; code < records.length; code += 1) {
    if (records[code] === 0) continue;
    const name = classes.texts.text(code);
    rows.push({
      class: name,
      origin: originOfClass(name),
      records: records[code]!,
      cost_usd: usdFromNanoUsd(spent[code]!.total),
      first: failures.firstOf(code),
    });
  }
  return rows.sort((a, b) => b.records - a.records || (a.class < b.class ? -1 : 1));
}
