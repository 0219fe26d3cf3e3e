import type { DriftSide } from "../core/drift.ts";
import type { MixDifference } from "../core/mix-difference.ts";
import { countText, notAvailable, rateText } from "./numbers.ts";

/** The values of a feature whose shares differ most, such as `faq 31.0% → 24.1%`. */
export function mostMoved({ values }: MixDifference, count: number): readonly MovedValue[] {
  return Object.entries(values)
    .map(([value, [before, after]]) => ({ value, before, after }))
    .filter(({ before, after }) => before !== after)
    .toSorted((a, b) => gapOf(b) - gapOf(a))
    .slice(0, count);
}

export interface MovedValue {
  readonly value: string;
  readonly before: number;
  readonly after: number;
}

function gapOf({ before, after }: MovedValue): number {
  return Math.abs(after - before);
}

export function movedText({ before, after }: Pick<MovedValue, "before" | "after">): string {
  return `${rateText(before)} → ${rateText(after)}`;
}

/** A p-value: how small it is beyond some point says nothing more. */
export function chanceText(p: number | null): string {
  if (p === null) return notAvailable("one value only");
  return p < 0.0001 ? "<0.0001" : String(Number(p.toPrecision(2)));
}

/** Two decimals of a distance that nobody reads more of. */
export function distanceText(distance: number | null): string {
  return distance === null ? notAvailable("no data") : distance.toFixed(3);
}

/** Such as `400 records, 3 rows not read`. */
export function sizeText({ records, rejected }: DriftSide, noun: string): string {
  const size = `${countText(records)} ${noun}`;
  return rejected === 0 ? size : `${size}, ${countText(rejected)} rows not read`;
}
