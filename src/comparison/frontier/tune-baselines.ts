import type { TuneBaselines, TunePoint } from "../../core/tune-report.ts";
import { findOracle } from "../oracle.ts";
import { expectedMix } from "../random-mix.ts";
import { sortedObject } from "../sorted-object.ts";
import { tableMetrics } from "../table-metrics.ts";
import { bestPerCategory } from "./best-per-category.ts";
import type { TuneData } from "./tune-data.ts";
import { settingPoint } from "./tune-point.ts";

/**
 * What is had without tuning, on the held-out records: a tuned policy that is no better than these
 * has learned nothing. `shares` are those of the chosen setting.
 */
export function tuneBaselines(
  data: TuneData,
  shares: TunePoint["shares"] | undefined,
): TuneBaselines {
  const { singles, heldOut, asWritten, columns, clustering, scratch } = data;
  const known = singles.filter(({ isWhole }) => isWhole).map(({ arm }) => arm.outcomes);
  const oracle = findOracle({ known, records: columns.records.records });
  const mix = shares && randomMixAt(shares, data);
  return {
    as_written: settingPoint(asWritten, heldOut, data),
    single: sortedObject(
      singles.map(({ route, arm }) => [route, settingPoint(arm, heldOut, data)]),
    ),
    ...(mix === undefined ? {} : { random_mix: mix }),
    best_per_category: bestPerCategory(data),
    ...(oracle === undefined ? {} : { oracle: tableMetrics(oracle, heldOut, clustering, scratch) }),
  };
}

/** Absent: a route of the mix is not known alone, or no record is known on all of them. */
function randomMixAt(
  shares: TunePoint["shares"],
  { singles, heldOut }: TuneData,
): TuneBaselines["random_mix"] {
  const mixed = singles.filter(({ route }) => Object.hasOwn(shares, route));
  const whole = mixed.reduce((sum, { route }) => sum + (shares[route] ?? 0), 0);
  if (mixed.length < Object.keys(shares).length || whole === 0) return undefined;
  const routes = mixed.map(({ arm }) => arm.outcomes);
  const records = routes.reduce((known, route) => route.knownAmong(known), heldOut);
  if (records.length === 0) return undefined;
  return expectedMix(
    mixed.map(({ route }) => (shares[route] ?? 0) / whole),
    routes,
    records,
  );
}
