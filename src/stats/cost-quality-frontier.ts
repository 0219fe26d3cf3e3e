/** One setting of a router, or a model alone: what it costs and how good it is. */
export interface CostQualityPoint {
  readonly cost: number;
  readonly quality: number;
}

/** Costs over which routers are compared: the same for all of them. */
export interface CostRange {
  readonly from: number;
  readonly to: number;
}

/**
 * The settings worth having, cheapest first: the rising, concave upper hull of the points. What
 * is beneath it is beaten by a setting, or by drawing between two settings at random.
 */
export function costQualityFrontier(
  points: readonly CostQualityPoint[],
): readonly CostQualityPoint[] {
  const byCost = points.toSorted((a, b) => a.cost - b.cost || b.quality - a.quality);
  const hull: CostQualityPoint[] = [];
  for (const point of byCost) {
    if (hull.length > 0 && point.quality <= hull.at(-1)!.quality) continue;
    while (hull.length > 1 && !isAboveLine(hull.at(-2)!, hull.at(-1)!, point)) hull.pop();
    hull.push(point);
  }
  return hull;
}

/** Whether the middle point is above the line from one to the other. */
function isAboveLine(
  from: CostQualityPoint,
  middle: CostQualityPoint,
  to: CostQualityPoint,
): boolean {
  const rise = (middle.quality - from.quality) * (to.cost - from.cost);
  return rise > (to.quality - from.quality) * (middle.cost - from.cost);
}

/** The costs from the cheapest point to the dearest, beaten ones included. */
export function costRangeOf(points: readonly CostQualityPoint[]): CostRange | null {
  if (points.length === 0) return null;
  const costs = points.map(({ cost }) => cost);
  return { from: Math.min(...costs), to: Math.max(...costs) };
}

/** The best quality that a cost buys, at most; null below the cheapest setting. */
export function qualityAt(frontier: readonly CostQualityPoint[], cost: number): number | null {
  const after = frontier.findIndex((point) => point.cost > cost);
  const next = frontier[after];
  const before = next === undefined ? frontier.at(-1) : frontier[after - 1];
  if (before === undefined) return null;
  if (next === undefined) return before.quality;
  const part = (cost - before.cost) / (next.cost - before.cost);
  return before.quality + part * (next.quality - before.quality);
}

/**
 * Area under the frontier over a range of costs; beyond its dearest point it goes on flat. Null
 * where the range begins below the cheapest setting.
 */
export function areaUnderFrontier(
  frontier: readonly CostQualityPoint[],
  { from, to }: CostRange,
): number | null {
  const within = frontier.filter(({ cost }) => cost > from && cost < to);
  const [first, last] = [qualityAt(frontier, from), qualityAt(frontier, to)];
  if (first === null || last === null) return null;
  const corners = [{ cost: from, quality: first }, ...within, { cost: to, quality: last }];
  return corners.slice(1).reduce((area, corner, index) => {
    const before = corners[index]!;
    return area + ((corner.cost - before.cost) * (corner.quality + before.quality)) / 2;
  }, 0);
}

/**
 * AIQ: the frontier's mean quality over a range of costs. It depends on that range: report it
 * beside the figure. Null where the range holds nothing or begins below the cheapest setting.
 * Source: RouterBench (Hu et al. 2024), by the paper's definition.
 */
export function averageQuality(
  frontier: readonly CostQualityPoint[],
  range: CostRange,
): number | null {
  const area = range.to > range.from ? areaUnderFrontier(frontier, range) : null;
  return area === null ? null : area / (range.to - range.from);
}
