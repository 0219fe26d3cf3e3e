import { betaQuantile, regularizedBeta } from "./beta.ts";
import { logGamma } from "./gamma.ts";

/** P(T <= t) for Student's t with `df` degrees of freedom, not necessarily whole. */
export function studentCdf(t: number, df: number): number {
  if (Number.isNaN(t) || !(df > 0)) return NaN;
  if (!Number.isFinite(t)) return t > 0 ? 1 : 0;
  const square = t * t;
  const tail = 0.5 * regularizedBeta(df / (df + square), square / (df + square), df / 2, 0.5);
  return t > 0 ? 1 - tail : tail;
}

/** The t with P(T <= t) = p; infinite for p of 0 and 1. */
export function studentQuantile(p: number, df: number): number {
  if (!(p >= 0 && p <= 1) || !(df > 0)) return NaN;
  if (p === 0.5) return 0;
  if (p < 0.5) return -upperQuantile(p, df);
  return upperQuantile(1 - p, df);
}

/** The t that leaves `tail` above it: a first answer from the beta quantile, then Newton's steps. */
function upperQuantile(tail: number, df: number): number {
  if (tail === 0) return Infinity;
  const far = betaQuantile(2 * tail, df / 2, 0.5);
  const near = far < 0.5 ? 1 - far : betaQuantile(1 - 2 * tail, 0.5, df / 2);
  let t = Math.sqrt((df * near) / (far < 0.5 ? far : 1 - near));
  // Where t is small its digits are lost in 1 - t, and where the tail is small in 1 - tail.
  for (let step = 0; step < 3; step += 1) {
    const next = t + (studentCdf(-t, df) - tail) / studentDensity(t, df);
    if (!(next > 0 && Number.isFinite(next))) break;
    t = next;
  }
  return t;
}

function studentDensity(t: number, df: number): number {
  const scale = Math.exp(logGamma((df + 1) / 2) - logGamma(df / 2)) / Math.sqrt(df * Math.PI);
  return scale * Math.exp((-(df + 1) / 2) * Math.log1p((t * t) / df));
}
