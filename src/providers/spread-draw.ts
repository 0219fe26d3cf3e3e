import type { Spread } from "../core/route.ts";

/** The standard normal's 95 % point, to which p95 is held. */
const Z95 = 1.6448536269514722;

/** A duration's lognormal distribution, the usual shape of response times. */
export interface SpreadDraw {
  readonly p50Ms: number;
  readonly sigma: number;
}

/** The lognormal that has this median and this 95th percentile. */
export function prepareSpread({ p50Ms, p95Ms }: Spread): SpreadDraw {
  return { p50Ms, sigma: p50Ms > 0 && p95Ms > p50Ms ? Math.log(p95Ms / p50Ms) / Z95 : 0 };
}

/** A standard normal deviate from two numbers in [0, 1) (Box and Muller, 1958). */
export function normalDeviate(first: number, second: number): number {
  return Math.sqrt(-2 * Math.log(1 - first)) * Math.cos(2 * Math.PI * second);
}

/**
 * The duration at a normal deviate, in whole microseconds: no digit is left in which two
 * machines' logarithms might differ.
 */
export function durationMs(spread: SpreadDraw, deviate: number): number {
  return Math.round(spread.p50Ms * Math.exp(spread.sigma * deviate) * 1000) / 1000;
}
