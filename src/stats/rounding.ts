/** Relative error that sums of many doubles may carry, far below anything that is measured. */
const ROUNDING = 1e-12;

function slack(a: number, b: number): number {
  return ROUNDING * Math.max(Math.abs(a), Math.abs(b));
}

/** Whether a value does not exceed a threshold by more than rounding: a tie meets it. */
export function isAtMost(value: number, threshold: number): boolean {
  if (value <= threshold) return true;
  return Number.isFinite(value) && value - threshold <= slack(value, threshold);
}

/** Whether a value does not fall short of a threshold by more than rounding: a tie meets it. */
export function isAtLeast(value: number, threshold: number): boolean {
  return isAtMost(threshold, value);
}

/** Whether a standard error is what rounding leaves of 0, for values of this scale. */
export function isNoise(standardError: number, scale: number): boolean {
  return Math.abs(standardError) <= ROUNDING * Math.abs(scale);
}
