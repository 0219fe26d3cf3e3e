import type { QualityEntry, QualityTable } from "../../../src/core/quality-table.ts";

/** What a table says of a route, in short. */
export type EntryParts = Partial<QualityEntry> & { readonly quality: number };

type Line = Readonly<Record<string, EntryParts>>;

/** A table by task and route; the task `*` is that over all tasks. */
export function aQualityTable(lines: Readonly<Record<string, Line>>): QualityTable {
  const tasks = Object.keys(lines).filter((task) => task !== "*");
  return {
    task: "task",
    fittedOn: undefined,
    tasks: tasks.toSorted(),
    routes: [...new Set(Object.values(lines).flatMap((line) => Object.keys(line)))].toSorted(),
    of: (task, route) => {
      const parts = lines[task ?? "*"]?.[route];
      return parts && { ...nothingKnown, ...parts };
    },
  };
}

const nothingKnown = {
  n: 100,
  lower: undefined,
  costNanoUsd: undefined,
  p95Ms: undefined,
  outputTokens: undefined,
};
