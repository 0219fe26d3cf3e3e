import {
  invoiceMeasures,
  type Invoice,
  type InvoiceLine,
  type InvoiceMeasure,
} from "../../core/invoice-line.ts";
import type {
  ExplainedBy,
  ReconciledRow,
  ReconciledTotal,
  Reconciliation,
} from "../../core/reconciliation.ts";
import { invoiceModelNames } from "./model-names.ts";
import { largestKey, type OurLine, type OurUsage, type UnknownCalls } from "./usage-sums.ts";

/** A tolerance is applied to whole numbers: a billionth of it is the finest step. */
const TOLERANCE_STEPS = 1_000_000_000;

interface Sides {
  readonly day: string;
  readonly model: string | undefined;
  readonly measure: InvoiceMeasure;
  ours: bigint;
  theirs: bigint;
  batch: bigint;
  roundedBy: bigint;
  unknown: UnknownCalls[];
}

/** Holds what a run used against a provider's export: by day, model and measure. */
export function reconcile(all: OurUsage, theirs: Invoice, tolerance: number): Reconciliation {
  const ours = billedBy(all, theirs);
  const table = tableOf(ours, theirs);
  const outsideOf = outside(ours, theirs);
  const rows = [...table.values()]
    .filter(({ ours: one, theirs: other }) => one !== 0n || other !== 0n)
    .toSorted(byPlace)
    .map((sides) => rowOf(sides, outsideOf(sides), ours));
  const inside = rows.filter(({ isOutside }) => !isOutside);
  const totals = invoiceMeasures.flatMap((measure): readonly ReconciledTotal[] => {
    const of = inside.filter((row) => row.measure === measure);
    return of.length === 0 ? [] : [totalOf(measure, of, tolerance)];
  });
  const hasBoth = inside.some((row) => row.ours !== 0n && row.theirs !== 0n);
  const isWithin = totals.every((total) => total.isWithin);
  return {
    rows,
    totals,
    tolerance,
    status: hasBoth ? (isWithin ? "within" : "over") : "no_overlap",
    ours: ours.whose,
    notes: [...ours.notes, ...theirs.notes, ...untold(ours, theirs), ...collapsedNotes(theirs)],
  };
}

/** What was used of those who wrote the export; of others it can say nothing, and that is said. */
function billedBy(all: OurUsage, { providers }: Invoice): OurUsage {
  if (providers === undefined) return all;
  const isTheirs = ({ provider }: Pick<OurLine, "provider">): boolean =>
    provider === undefined || providers.has(provider);
  const left = new Set(
    all.lines
      .filter((line) => !isTheirs(line) && line.amount !== 0n)
      .flatMap(({ model }) => model ?? []),
  );
  const note = `calls to other providers are left out: ${[...left].toSorted().join(", ")}`;
  return {
    ...all,
    lines: all.lines.filter(isTheirs),
    unknown: all.unknown.filter(isTheirs),
    notes: [...all.notes, ...(left.size === 0 ? [] : [note])],
  };
}

/** Measures of which the export does not tell models apart: they are held together by day alone. */
function collapsed({ lines }: Invoice): ReadonlySet<InvoiceMeasure> {
  return new Set(lines.filter(({ model }) => model === undefined).map(({ measure }) => measure));
}

function tableOf(ours: OurUsage, theirs: Invoice): ReadonlyMap<string, Sides> {
  const isCollapsed = collapsed(theirs);
  const nameOf = invoiceModelNames(ours.lines, theirs.lines);
  const table = new Map<string, Sides>();
  const at = ({ day, model, measure }: Pick<InvoiceLine, "day" | "model" | "measure">): Sides => {
    const kept = isCollapsed.has(measure) ? undefined : model;
    const key = JSON.stringify([day, kept ?? null, measure]);
    let sides = table.get(key);
    if (sides === undefined) {
      const empty = { ours: 0n, theirs: 0n, batch: 0n, roundedBy: 0n, unknown: [] };
      sides = { day, model: kept, measure, ...empty };
      table.set(key, sides);
    }
    return sides;
  };
  for (const line of ours.lines) {
    if (theirs.measures.has(line.measure)) at(line).ours += line.amount;
  }
  for (const line of theirs.lines) {
    const sides = at({ ...line, model: line.model === undefined ? undefined : nameOf(line.model) });
    sides.theirs += line.amount;
    if (line.isBatch === true) sides.batch += line.amount;
    sides.roundedBy += line.roundedBy ?? 0n;
  }
  for (const calls of ours.unknown) {
    for (const measure of theirs.measures) at({ ...calls, measure }).unknown.push(calls);
  }
  return table;
}

type Outside = Extract<
  ExplainedBy,
  "day_outside_run" | "day_outside_invoice" | "model_never_called"
>;

/** Why only one side can speak of a row; undefined: both can. */
function outside(ours: OurUsage, theirs: Invoice): (sides: Sides) => Outside | undefined {
  const used = [...ours.lines, ...ours.unknown];
  const ourDays = new Set(used.map(({ day }) => day));
  const ourModels = new Set(used.map(({ model }) => model));
  const theirDays = [...theirs.days].toSorted();
  const [first = "", last = ""] = [theirDays[0], theirDays.at(-1)];
  return ({ day, model }) => {
    if (!ourDays.has(day)) return "day_outside_run";
    if (day < first || day > last) return "day_outside_invoice";
    return model !== undefined && !ourModels.has(model) ? "model_never_called" : undefined;
  };
}

function rowOf(sides: Sides, because: Outside | undefined, ours: OurUsage): ReconciledRow {
  const { day, model, measure, ours: one, theirs: other } = sides;
  const difference = other - one;
  const row = { day, model, measure, ours: one, theirs: other, difference };
  if (because !== undefined) {
    const explained = [{ by: because, amount: difference }];
    return { ...row, explained, unexplained: 0n, isOutside: true };
  }
  const explained: { readonly by: ExplainedBy; readonly amount: bigint }[] = [];
  let rest = difference;
  const take = (by: ExplainedBy, amount: bigint): void => {
    if (amount === 0n) return;
    explained.push({ by, amount });
    rest -= amount;
  };
  take("batch_tier", sides.batch);
  // What was billed beyond ours may be calls whose end nobody saw, up to what they can have been.
  take(
    "unknown_outcomes",
    smaller(
      rest,
      sides.unknown.reduce((sum, calls) => sum + mostOf(calls, measure, ours), 0n),
    ),
  );
  if (measure === "usd") {
    const size = smaller(rest < 0n ? -rest : rest, sides.roundedBy);
    take("rounding", rest < 0n ? -size : size);
  }
  return { ...row, explained, unexplained: rest, isOutside: false };
}

/** The most that calls of unknown outcome can have counted; of tokens, as the largest known call. */
function mostOf(calls: UnknownCalls, measure: InvoiceMeasure, { largest }: OurUsage): bigint {
  if (measure === "usd") return calls.atMostYocto;
  const count = BigInt(calls.calls);
  if (measure === "requests") return count;
  return count * (largest.get(largestKey(calls.model, measure)) ?? 0n);
}

/** The smaller of two amounts; 0 where the first is negative. */
function smaller(one: bigint, other: bigint): bigint {
  if (one <= 0n) return 0n;
  return one < other ? one : other;
}

function totalOf(
  measure: InvoiceMeasure,
  rows: readonly ReconciledRow[],
  tolerance: number,
): ReconciledTotal {
  const sum = (read: (row: ReconciledRow) => bigint): bigint =>
    rows.reduce((total, row) => total + read(row), 0n);
  const theirs = sum((row) => row.theirs);
  const unexplained = sum((row) => (row.unexplained < 0n ? -row.unexplained : row.unexplained));
  const steps = BigInt(Math.round(tolerance * TOLERANCE_STEPS));
  const size = theirs < 0n ? -theirs : theirs;
  const isWithin = unexplained * BigInt(TOLERANCE_STEPS) <= steps * size;
  return { measure, ours: sum((row) => row.ours), theirs, unexplained, isWithin };
}

function untold(ours: OurUsage, theirs: Invoice): readonly string[] {
  const missing = invoiceMeasures.filter(
    (measure) =>
      !theirs.measures.has(measure) &&
      ours.lines.some((line) => line.measure === measure && line.amount !== 0n),
  );
  return missing.length === 0 ? [] : [`the invoice does not tell ${missing.join(", ")}`];
}

function collapsedNotes(theirs: Invoice): readonly string[] {
  const measures = invoiceMeasures.filter((measure) => collapsed(theirs).has(measure));
  if (measures.length === 0) return [];
  return [
    `the invoice does not tell models apart in ${measures.join(", ")}: held together by day alone; export it grouped by model to see more`,
  ];
}

function byPlace(a: Sides, b: Sides): number {
  const text = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
  return (
    text(a.day, b.day) ||
    text(a.model ?? "", b.model ?? "") ||
    invoiceMeasures.indexOf(a.measure) - invoiceMeasures.indexOf(b.measure)
  );
}
