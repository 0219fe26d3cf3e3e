const BLOCKS = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;
/** For terminals without those characters: low to high. */
const PLAIN = ["_", ".", "-", "=", "^"] as const;

/**
 * Values as one character each, the least the lowest and the greatest the highest; a blank where
 * there is none. Values that are all alike stand in the middle: nothing moved.
 */
export function sparkline(values: readonly (number | null)[], unicode: boolean): string {
  const steps: readonly string[] = unicode ? BLOCKS : PLAIN;
  const known = values.filter((value) => value !== null);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  return values
    .map((value) => {
      if (value === null) return " ";
      if (most === least) return steps[Math.floor((steps.length - 1) / 2)];
      const height = (value - least) / (most - least);
      return steps[Math.round(height * (steps.length - 1))];
    })
    .join("");
}
