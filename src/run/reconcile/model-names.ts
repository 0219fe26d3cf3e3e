import type { InvoiceLine } from "../../core/invoice-line.ts";

/** The day that providers put behind a model's name: `-2025-08-07` or `-20250807`. */
const SNAPSHOT = /-\d{4}-?\d{2}-?\d{2}$/;

/**
 * Names of an invoice's models as the run knows them: the same name, else the one that differs by
 * its snapshot's day alone, where there is just one such.
 */
export function invoiceModelNames(
  ours: readonly Pick<InvoiceLine, "model">[],
  theirs: readonly Pick<InvoiceLine, "model">[],
): (model: string) => string {
  const known = new Set(ours.flatMap(({ model }) => model ?? []));
  const told = new Set(theirs.flatMap(({ model }) => model ?? []));
  const names = new Map<string, string>();
  for (const model of told) {
    if (known.has(model)) continue;
    const alike = [...known].filter((name) => !told.has(name) && areAlike(name, model));
    const rivals = [...told].filter((name) => !known.has(name) && areAlike(name, model));
    if (alike.length === 1 && rivals.length === 1) names.set(model, alike[0] ?? model);
  }
  return (model) => names.get(model) ?? model;
}

function areAlike(one: string, other: string): boolean {
  return one.replace(SNAPSHOT, "") === other.replace(SNAPSHOT, "");
}
