import { gaussLegendre } from "./gauss-legendre.ts";
import { normalDensity, normalQuantile } from "./normal.ts";

/** Pocock: the same bar at every look. O'Brien and Fleming: high at first, nearly plain at last. */
export type GroupSequentialShape = "pocock" | "obrien_fleming";

const RULE = gaussLegendre(64);

/** Below so many standard deviations there is nothing left to integrate. */
const FAR_BELOW = 8;

/**
 * The z-values to exceed at each of a few planned, equally spaced looks, so that the chance of
 * ever exceeding one by accident is alpha (one-sided). More than some twenty looks are better
 * served by a confidence sequence.
 * Source: Armitage, McPherson and Rowe (1969), by numerical integration; Pocock (1977); O'Brien
 * and Fleming (1979).
 */
export function groupSequentialBoundaries(
  shape: GroupSequentialShape,
  looks: number,
  alpha: number,
): readonly number[] {
  // Looking more than once needs more than the plain quantile, and never more than Bonferroni.
  let low = normalQuantile(1 - alpha);
  let high = normalQuantile(1 - alpha / looks);
  for (let step = 0; step < 60 && low < high; step += 1) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (1 - stayingBelow(boundaries(shape, looks, middle)) > alpha) low = middle;
    else high = middle;
  }
  return boundaries(shape, looks, high);
}

function boundaries(shape: GroupSequentialShape, looks: number, last: number): readonly number[] {
  return Array.from({ length: looks }, (_, index) =>
    shape === "pocock" ? last : last * Math.sqrt(looks / (index + 1)),
  );
}

/** Chance that a sum of standard normal steps is below its boundary at every look. */
function stayingBelow(zValues: readonly number[]): number {
  let points: readonly number[] = [0];
  let masses: readonly number[] = [1];
  for (const [index, z] of zValues.entries()) {
    const scale = Math.sqrt(index + 1);
    const [bottom, top] = [-FAR_BELOW * scale, z * scale];
    const half = (top - bottom) / 2;
    const next = RULE.points.map((point) => bottom + half * (point + 1));
    const [before, weighing] = [points, masses];
    masses = next.map((at, place) => {
      const density = before.reduce(
        (sum, from, origin) => sum + weighing[origin]! * normalDensity(at - from),
        0,
      );
      return density * half * RULE.weights[place]!;
    });
    points = next;
  }
  return masses.reduce((sum, mass) => sum + mass, 0);
}
