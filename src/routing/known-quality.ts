import type { QualityTable } from "../core/quality-table.ts";
import { compareNumbers } from "./score-routes.ts";

/** A route whose quality is known. */
export interface KnownQuality {
  readonly route: string;
  /** Share accepted, or a lower bound of it: 0..1. */
  readonly quality: number;
}

/** What a table says of routes, best first; those alike by what they cost there, then by name. */
export function knownQualities(
  table: QualityTable,
  bound: "estimate" | "lower",
  task: string | undefined,
  routes: readonly string[],
): readonly KnownQuality[] {
  const costOf = (route: string): number => table.of(task, route)?.costNanoUsd ?? Infinity;
  return routes
    .flatMap((route): readonly KnownQuality[] => {
      const entry = table.of(task, route);
      const quality = bound === "lower" ? entry?.lower : entry?.quality;
      return quality === undefined ? [] : [{ route, quality }];
    })
    .toSorted(
      (a, b) =>
        b.quality - a.quality ||
        compareNumbers(costOf(a.route), costOf(b.route)) ||
        compareNames(a.route, b.route),
    );
}

/** By code units, as everything that must not depend on a language. */
export function compareNames(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
