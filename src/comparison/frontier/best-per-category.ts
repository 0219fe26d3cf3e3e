import type { BestPerCategory } from "../../core/tune-report.ts";
import type { CodeColumn } from "../code-column.ts";
import type { RouteChoices } from "../route-choices.ts";
import { sortedObject } from "../sorted-object.ts";
import type { SingleRoute, TuneData } from "./tune-data.ts";
import { choicesPoint } from "./tune-point.ts";

/** A tag that has more values than this names records, not categories. */
const MOST_CATEGORIES = 100;

/**
 * For each tag, the route that accepts most among the fit records of each of its values: what a
 * table of routes by category would make of it. Values that no fit record has go where most
 * records are accepted.
 */
export function bestPerCategory(data: TuneData): readonly BestPerCategory[] {
  const { columns, fit, heldOut } = data;
  const singles = data.singles.filter(({ isWhole }) => isWhole);
  const overall = bestRoute(singles, fit);
  if (overall === undefined) return [];
  return [...columns.records.tags].flatMap(([by, column]) => {
    const categories = categoriesOf(column, fit);
    if (categories.size < 2 || categories.size > MOST_CATEGORIES) return [];
    const best = new Map(
      [...categories].map(([code, records]) => [code, bestRoute(singles, records) ?? overall]),
    );
    const table = chosenBy(column, best, overall, singles, columns.records.records);
    const routes = [...best].map(
      ([code, place]) => [column.texts.text(code), singles[place]?.route ?? ""] as const,
    );
    return [
      {
        by,
        fitted_on: "fit split" as const,
        routes: sortedObject(routes),
        fit: choicesPoint(table, fit, data),
        held_out: choicesPoint(table, heldOut, data),
      },
    ];
  });
}

function categoriesOf(column: CodeColumn, records: Uint32Array): ReadonlyMap<number, Uint32Array> {
  const categories = new Map<number, number[]>();
  for (const ordinal of records) {
    const code = column.at(ordinal);
    if (code === 0) continue;
    const members = categories.get(code);
    if (members === undefined) categories.set(code, [ordinal]);
    else members.push(ordinal);
  }
  return new Map([...categories].map(([code, members]) => [code, Uint32Array.from(members)]));
}

/** Place of the route that accepts the largest share of what is known of it; a tie: the cheaper. */
function bestRoute(singles: readonly SingleRoute[], records: Uint32Array): number | undefined {
  let best: { readonly place: number; readonly rate: number; readonly cost: number } | undefined;
  for (const [place, { arm }] of singles.entries()) {
    const known = arm.outcomes.knownAmong(records);
    if (known.length === 0) continue;
    let accepted = 0;
    let cost = 0;
    for (const ordinal of known) {
      if (arm.outcomes.isAccepted(ordinal)) accepted += 1;
      cost += arm.outcomes.costNanoUsd(ordinal);
    }
    const own = { place, rate: accepted / known.length, cost: cost / known.length };
    const isBetter =
      best === undefined ||
      own.rate > best.rate ||
      (own.rate === best.rate && own.cost < best.cost);
    if (isBetter) best = own;
  }
  return best?.place;
}

function chosenBy(
  column: CodeColumn,
  best: ReadonlyMap<number, number>,
  overall: number,
  singles: readonly SingleRoute[],
  records: number,
): RouteChoices {
  const routes = singles.map(({ arm }) => arm.outcomes);
  const choices = new Int16Array(records);
  for (let ordinal = 0; ordinal < choices.length; ordinal += 1) {
    const place = best.get(column.at(ordinal)) ?? overall;
    choices[ordinal] = routes[place]?.isKnown(ordinal) === true ? place : -1;
  }
  return { routes, choices };
}
