/** A place in a drawing: two decimals at most, so that every machine writes the same digits. */
export function coordinate(value: number): string {
  const rounded = Math.round(value * 100) / 100;
  return String(rounded === 0 ? 0 : rounded);
}

/** Places one after another, as `points` and paths take them: `1,2 3,4.5`. */
export function coordinates(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y]) => `${coordinate(x)},${coordinate(y)}`).join(" ");
}
