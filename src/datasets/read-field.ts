import type { Field } from "./column-field.ts";
import { readAmount, readCount, readText, type Fault } from "./read-cell.ts";
import type { RecordPlan } from "./record-plan.ts";
import type { Cell } from "./table-row.ts";

/** The text of a field; of a CSV table an empty one is none. */
export function textOf(
  plan: RecordPlan,
  field: Field | undefined,
  cells: readonly Cell[],
  fault: Fault,
): string | undefined {
  if (field === undefined) return undefined;
  const cell = cells[field.at];
  return cell === "" && plan.isCsv ? undefined : readText(cell, field.column, fault);
}

/** A finite number that is not negative. */
export function amountOf(
  field: Field | undefined,
  cells: readonly Cell[],
  fault: Fault,
): number | undefined {
  return field === undefined ? undefined : readAmount(cells[field.at], field.column, fault);
}

/** A whole number that is not negative. */
export function countOf(
  field: Field | undefined,
  cells: readonly Cell[],
  fault: Fault,
): number | undefined {
  return field === undefined ? undefined : readCount(cells[field.at], field.column, fault);
}
