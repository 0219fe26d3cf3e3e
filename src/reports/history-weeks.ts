import type { HistoryPoint, HistoryReport } from "../core/history-report.ts";

/** Seven days of UTC, by the dates of the runs themselves: a page says the same whenever it is made. */
export interface HistoryWeek {
  /** ISO date of its first and its last day. */
  readonly from: string;
  readonly to: string;
  readonly holds: (run: HistoryPoint) => boolean;
}

/** The newest week of a history and the one it is held against. */
export interface HistoryWeeks {
  readonly last: HistoryWeek;
  readonly before: HistoryWeek;
}

const DAY_MS = 86_400_000;

/** The week that ends with the newest run, and the one before; undefined: no run has a date. */
export function historyWeeks({ policies }: HistoryReport): HistoryWeeks | undefined {
  const days = policies.flatMap(({ runs }) => runs.map(dayOf)).filter((day) => !Number.isNaN(day));
  if (days.length === 0) return undefined;
  const newest = days.reduce((latest, day) => Math.max(latest, day));
  return { last: weekUpTo(newest), before: weekUpTo(newest - 7) };
}

function weekUpTo(lastDay: number): HistoryWeek {
  const firstDay = lastDay - 6;
  return {
    from: dateOf(firstDay),
    to: dateOf(lastDay),
    holds: (run) => dayOf(run) >= firstDay && dayOf(run) <= lastDay,
  };
}

function dayOf({ started_at }: HistoryPoint): number {
  return Math.floor(Date.parse(started_at) / DAY_MS);
}

function dateOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** A plain mean of what is known; null: nothing is. */
export function meanOf(values: readonly (number | null)[]): {
  readonly mean: number | null;
  readonly n: number;
} {
  const known = values.filter((value) => value !== null);
  const sum = known.reduce((total, value) => total + value, 0);
  return { mean: known.length === 0 ? null : sum / known.length, n: known.length };
}
