import type { TunePoint } from "../../core/tune-report.ts";
import type { CodeColumn } from "../code-column.ts";
import { alwaysChoosing, chosenAmong, type RouteChoices } from "../route-choices.ts";
import { sortedObject } from "../sorted-object.ts";
import { tableMetrics } from "../table-metrics.ts";
import type { SettingColumns } from "./settings-columns.ts";
import type { TuneData } from "./tune-data.ts";

/** What a setting makes of some records. */
export function settingPoint(
  { outcomes, decided }: SettingColumns,
  records: Uint32Array,
  data: TuneData,
): TunePoint {
  const table = alwaysChoosing(outcomes, data.columns.records.records);
  return {
    ...tableMetrics(table, records, data.clustering, data.scratch),
    shares: sharesOf(decided, records),
    not_covered: records.length - chosenAmong(records, table).length,
  };
}

/** What choosing a route for each record makes of some records. */
export function choicesPoint(table: RouteChoices, records: Uint32Array, data: TuneData): TunePoint {
  const chosen = chosenAmong(records, table);
  const counts = table.routes.map(() => 0);
  for (const ordinal of chosen) counts[table.choices[ordinal]!]! += 1;
  const shares = table.routes.map(
    ({ route }, place) => [route, counts[place]! / records.length] as const,
  );
  return {
    ...tableMetrics(table, records, data.clustering, data.scratch),
    shares: sortedObject(shares.filter(([, share]) => share > 0)),
    not_covered: records.length - chosen.length,
  };
}

function sharesOf(decided: CodeColumn, records: Uint32Array): TunePoint["shares"] {
  const shares: [string, number][] = [];
  for (const [code, count] of decided.countsOf(records).entries()) {
    if (code > 0 && count > 0) shares.push([decided.texts.text(code), count / records.length]);
  }
  return sortedObject(shares);
}
