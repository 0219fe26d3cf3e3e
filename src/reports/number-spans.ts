import type { Estimate } from "../core/estimate.ts";
import { boundsText, sampleText, valueText } from "./estimate-text.ts";
import type { Unit } from "./metric-unit.ts";
import type { Place } from "./place.ts";
import type { NumberSpan } from "./words.ts";

/** An estimate with its interval and how many it rests on. */
export function estimate(place: Place<Estimate>, unit: Unit, times?: number): NumberSpan {
  const shown = multiplied(place.value, times);
  const within = [boundsText(shown, unit), sampleText(shown)].filter((part) => part !== undefined);
  return { ...value(place, unit, times), aside: within.join(", ") };
}

/** An estimate with its interval, where the number of records stands beside it. */
export function interval(place: Place<Estimate>, unit: Unit, times?: number): NumberSpan {
  return {
    ...value(place, unit, times),
    aside: boundsText(multiplied(place.value, times), unit),
  };
}

/** An estimate's value alone, where its interval is drawn or said beside it. */
export function value(place: Place<Estimate>, unit: Unit, times?: number): NumberSpan {
  const shown = multiplied(place.value, times);
  const text = valueText(shown.value, unit, shown.reason);
  return { kind: "number", value: shown.value, text, path: place.path, times };
}

/** A plain number of a file: a count, a total, a limit. */
export function plain(place: Place<number>, unit: Unit, times?: number): NumberSpan {
  const shown = place.value * (times ?? 1);
  const text = valueText(shown, unit);
  return { kind: "number", value: shown, text, path: place.path, times };
}

/** A whole number of a file: so many records, calls or runs. */
export function count(place: Place<number>): NumberSpan {
  return plain(place, "count");
}

/** A number of a file in words that somebody else chose. */
export function worded(
  place: Place<number | Estimate>,
  shown: number | null,
  text: string,
  times?: number,
): NumberSpan {
  return { kind: "number", value: shown, text, path: place.path, times };
}

/** A number that is worked out of several: it stands in no file. */
export function derived(shown: number | null, unit: Unit, reason?: string): NumberSpan {
  return { kind: "number", value: shown, text: valueText(shown, unit, reason) };
}

/** Bounds change places where a number is turned round. */
function multiplied(of: Estimate, times: number | undefined): Estimate {
  if (times === undefined) return of;
  const by = (number: number | null) => (number === null ? null : number * times);
  const [lower, upper] = [by(of.lower), by(of.upper)];
  return {
    ...of,
    value: by(of.value),
    lower: times < 0 ? upper : lower,
    upper: times < 0 ? lower : upper,
  };
}
