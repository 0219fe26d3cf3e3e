import type { Estimate } from "../../core/estimate.ts";
import type { Unit } from "../metric-unit.ts";
import * as spans from "../number-spans.ts";
import { plainDecimal } from "../numbers.ts";
import type { Place } from "../place.ts";
import type { NumberSpan } from "../words.ts";
import { html, type Html } from "../html-text.ts";

export const numbersStyle = `
data{font-variant-numeric:tabular-nums}
.ci{color:var(--muted);font-size:.88em}
a.term{color:inherit;text-decoration:underline dotted;text-underline-offset:3px}
`;

/**
 * A number as it is read. The element holds it with every digit, and names the place in the run's
 * files where it stands; one that is worked out of several has no such place.
 */
export function numberElement({ value, text, aside, path, times }: NumberSpan): Html {
  const within = aside === undefined ? undefined : html` <span class="ci">(${aside})</span>`;
  if (value === null) return html`<span class="muted">${text}</span>${within}`;
  const factor = times === undefined ? undefined : html` data-times="${plainDecimal(times)}"`;
  const from =
    path === undefined ? html` class="n derived"` : html` data-path="${path}"${factor} class="n"`;
  return html`<data value="${plainDecimal(value)}"${from}>${text}</data>${within}`;
}

/** An estimate with its interval and how many it rests on. */
export function estimateFigure(place: Place<Estimate>, unit: Unit, times?: number): Html {
  return numberElement(spans.estimate(place, unit, times));
}

/** An estimate with its interval, where the number of records stands beside it. */
export function intervalFigure(place: Place<Estimate>, unit: Unit, times?: number): Html {
  return numberElement(spans.interval(place, unit, times));
}

/** An estimate's value alone, where its interval is drawn or said beside it. */
export function valueFigure(place: Place<Estimate>, unit: Unit, times?: number): Html {
  return numberElement(spans.value(place, unit, times));
}

/** A plain number of a file: a count, a total, a limit. */
export function plainFigure(place: Place<number>, unit: Unit, times?: number): Html {
  return numberElement(spans.plain(place, unit, times));
}

/** Known dollars of a sum that some costs may be missing from: 0 of them is then no amount. */
export function knownUsdFigure(place: Place<number>, isPartial: boolean): Html {
  if (!isPartial || place.value !== 0) return plainFigure(place, "usd");
  return numberElement(spans.derived(null, "usd", "none is known"));
}

/** A number that the page works out of several: it stands in no file. */
export function derivedFigure(value: number, unit: Unit): Html {
  return numberElement(spans.derived(value, unit));
}

/** A word with its definition at the end of the page. */
export function term(definition: string, words: string): Html {
  return html`<a class="term" href="#d-${definition.replaceAll("_", "-")}">${words}</a>`;
}
