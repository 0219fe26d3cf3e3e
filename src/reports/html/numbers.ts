import type { Estimate } from "../../core/estimate.ts";
import { boundsText, sampleText, valueText } from "../estimate-text.ts";
import type { Unit } from "../metric-unit.ts";
import { plainDecimal } from "../numbers.ts";
import type { Place } from "../place.ts";
import { html, type Html } from "./html.ts";

export const numbersStyle = `
data{font-variant-numeric:tabular-nums;white-space:nowrap}
.ci{color:var(--muted);font-size:.88em}
a.term{color:inherit;text-decoration:underline dotted;text-underline-offset:3px}
`;

/** How a number of a file becomes the one that is shown; absent: it is the same. */
export interface Change {
  /** Such as -1 for what people read as a change, 1,000 for a price of a thousand requests. */
  readonly times?: number;
}

/**
 * An estimate as it is read: value, interval, and how many it rests on. The element holds the number
 * with every digit and names the place in the run's files where it stands.
 */
export function estimateFigure(place: Place<Estimate>, unit: Unit, change: Change = {}): Html {
  const shown = changed(place.value, change.times);
  const within = [boundsText(shown, unit), sampleText(shown)].filter((part) => part !== undefined);
  return html`${valueElement(shown, unit, place.path, change)} <span class="ci">(${within.join(", ")})</span>`;
}

/** An estimate's value and interval, where the number of records stands beside it. */
export function intervalFigure(place: Place<Estimate>, unit: Unit, change: Change = {}): Html {
  const shown = changed(place.value, change.times);
  const bounds = boundsText(shown, unit);
  const value = valueElement(shown, unit, place.path, change);
  return bounds === undefined ? value : html`${value} <span class="ci">(${bounds})</span>`;
}

/** An estimate's value alone, where its interval is drawn or said beside it. */
export function valueFigure(place: Place<Estimate>, unit: Unit, change: Change = {}): Html {
  return valueElement(changed(place.value, change.times), unit, place.path, change);
}

/** A plain number of a file: a count, a total, a limit. */
export function plainFigure(place: Place<number>, unit: Unit, change: Change = {}): Html {
  const { times = 1 } = change;
  return element(place.value * times, valueText(place.value * times, unit), place.path, change);
}

/** A number that the page works out of several: it stands in no file, and its title says of which. */
export function derivedFigure(value: number, unit: Unit): Html {
  return html`<data value="${plainDecimal(value)}" class="n derived">${valueText(value, unit)}</data>`;
}

/** A word with its definition at the end of the page. */
export function term(definition: string, words: string): Html {
  return html`<a class="term" href="#d-${definition.replaceAll("_", "-")}">${words}</a>`;
}

function valueElement(shown: Estimate, unit: Unit, path: string, change: Change): Html {
  const text = valueText(shown.value, unit, shown.reason);
  if (shown.value === null) return html`<span class="muted">${text}</span>`;
  return element(shown.value, text, path, change);
}

function element(value: number, text: string, path: string, { times }: Change): Html {
  const factor = times === undefined ? undefined : html` data-times="${plainDecimal(times)}"`;
  return html`<data value="${plainDecimal(value)}" data-path="${path}"${factor} class="n">${text}</data>`;
}

/** Bounds change places where a number is turned round. */
function changed(estimate: Estimate, times: number | undefined): Estimate {
  if (times === undefined) return estimate;
  const by = (number: number | null) => (number === null ? null : number * times);
  const [lower, upper] = [by(estimate.lower), by(estimate.upper)];
  const isTurned = times < 0;
  return {
    ...estimate,
    value: by(estimate.value),
    lower: isTurned ? upper : lower,
    upper: isTurned ? lower : upper,
  };
}
