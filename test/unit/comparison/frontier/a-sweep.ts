import { SettingsColumns } from "../../../../src/comparison/frontier/settings-columns.ts";
import { tuneDataOf, type TuneData } from "../../../../src/comparison/frontier/tune-data.ts";
import type { ReplayRecord } from "../../../../src/core/replay-record.ts";
import { someRecords } from "../a-comparison.ts";
import { anAcceptedGrade, anAttempt, anOutcome, aRefusedGrade } from "../an-outcome.ts";

/** What a route makes of a record: accepted, and nano-dollars; absent: nobody knows. */
export type Cell = readonly [accepted: boolean, costNanoUsd: number | undefined] | undefined;

export interface SweepShape {
  readonly records: number;
  /** By route. */
  readonly table: Readonly<Record<string, (ordinal: number) => Cell>>;
  /** For each setting the route of a record. */
  readonly settings: readonly ((ordinal: number) => string)[];
  readonly isFit?: (ordinal: number) => boolean;
  readonly record?: (ordinal: number) => Partial<ReplayRecord>;
  readonly tagNames?: readonly string[];
}

/** A sweep over a table; the policy as written is the first setting. Without a split all is fit. */
export function aSweep(shape: SweepShape): TuneData {
  const { records, table, settings, isFit, tagNames = [] } = shape;
  const routes = Object.keys(table);
  const ways = [...settings, settings[0]!, ...routes.map((route) => () => route)];
  const columns = new SettingsColumns(records, tagNames, [
    ...settings.map((_, index) => `setting ${index}`),
    "as written",
    ...routes,
  ]);
  for (const record of someRecords(records, shape.record)) {
    columns.observe(record);
    for (const [arm, way] of ways.entries()) {
      const route = way(record.ordinal);
      const cell = table[route]?.(record.ordinal);
      const { ordinal } = record;
      if (cell === undefined) {
        columns.add(anOutcome({ ordinal, arm, route, ending: { kind: "not_covered" } }));
        continue;
      }
      const [accepted, costNanoUsd] = cell;
      columns.add(
        anOutcome({
          ordinal,
          arm,
          route,
          attempts: [anAttempt({ route, costNanoUsd })],
          grade: accepted ? anAcceptedGrade : aRefusedGrade,
        }),
      );
    }
  }
  return tuneDataOf({
    columns,
    settings: settings.map((_, index) => ({ threshold: index })),
    routes,
    isFit: Uint8Array.from({ length: records }, (_, ordinal) =>
      (isFit?.(ordinal) ?? true) ? 1 : 0,
    ),
    isInSample: isFit === undefined,
  });
}
