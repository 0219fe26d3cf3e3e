/** What is known of a route to score it by; absent: not known. */
export interface RouteFacts {
  readonly route: string;
  /** Higher is better. */
  readonly quality: number | undefined;
  /** Lower is better. */
  readonly price: number | undefined;
  /** Lower is better. */
  readonly latency: number | undefined;
}

export interface ScoreWeights {
  readonly quality: number;
  readonly price: number;
  readonly latency: number;
}

export interface ScoredFacts extends RouteFacts {
  /** 0..1, higher is better. */
  readonly score: number;
}

/** What `mode` means where a policy writes no weights. */
export const weightsOfModes: Readonly<Record<"balanced" | "cost" | "quality", ScoreWeights>> = {
  balanced: { quality: 0.5, price: 0.3, latency: 0.2 },
  cost: { quality: 0.2, price: 0.7, latency: 0.1 },
  quality: { quality: 0.8, price: 0.1, latency: 0.1 },
};

/** Scores that differ only here differ by how sums were rounded. */
const SCORE_DIGITS = 1e12;

/**
 * Routes by the weighted mean of their parts, best first. Each part is stretched over these routes:
 * the best has 1, the worst 0, and all have 1 where they do not differ. What is not known counts as
 * the worst: a route must not win because nobody measured it. Ties go to the lower price, then to
 * the name.
 */
export function scoreRoutes(
  routes: readonly RouteFacts[],
  weights: ScoreWeights,
): readonly ScoredFacts[] {
  const quality = stretch(routes.map((route) => route.quality));
  const price = stretch(routes.map((route) => negative(route.price)));
  const latency = stretch(routes.map((route) => negative(route.latency)));
  const total = weights.quality + weights.price + weights.latency;
  const scored = routes.map((route): ScoredFacts => {
    const sum =
      weights.quality * quality(route.quality) +
      weights.price * price(negative(route.price)) +
      weights.latency * latency(negative(route.latency));
    return { ...route, score: Math.round((sum / total) * SCORE_DIGITS) / SCORE_DIGITS };
  });
  return scored.toSorted(
    (a, b) =>
      b.score - a.score ||
      compareNumbers(a.price ?? Infinity, b.price ?? Infinity) ||
      (a.route < b.route ? -1 : 1),
  );
}

function negative(value: number | undefined): number | undefined {
  return value === undefined ? undefined : -value;
}

/** From the least known value to the greatest, 0..1. */
function stretch(values: readonly (number | undefined)[]): (value: number | undefined) => number {
  const known = values.filter((value) => value !== undefined);
  const least = Math.min(...known);
  const range = Math.max(...known) - least;
  return (value) => {
    if (value === undefined) return 0;
    return range === 0 ? 1 : (value - least) / range;
  };
}

/** Infinity equals itself, which a difference cannot say. */
export function compareNumbers(one: number, other: number): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
