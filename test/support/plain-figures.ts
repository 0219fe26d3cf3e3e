import { expect } from "vitest";
import type { Comparison } from "../../src/core/comparison.ts";

/** What a plain loop over the file makes of one policy. */
export interface Plain {
  readonly records: number;
  readonly accepted: number;
  readonly costNanoUsd: number;
  /** Records by the route that was decided on. */
  readonly routes: Readonly<Record<string, number>>;
  readonly latenciesMs: readonly number[];
}

/** The smallest value that at least this share of the values do not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
}

/** Holds a policy's figures against those of a plain loop. */
export function meets({ policies }: Comparison, name: string, plain: Plain): void {
  const found = policies[name]!;
  expect(found.overall.records).toBe(plain.records);
  expect(found.overall.accepted).toBe(plain.accepted);
  const records = Object.entries(found.routes).flatMap(([route, metrics]) =>
    metrics.records === 0 ? [] : [[route, metrics.records] as const],
  );
  expect(Object.fromEntries(records)).toEqual(plain.routes);
  expect(Math.round((found.overall.cost.total_usd ?? Number.NaN) * 1e9)).toBe(plain.costNanoUsd);
  for (const [key, share] of [
    ["p50_ms", 0.5],
    ["p95_ms", 0.95],
    ["p99_ms", 0.99],
  ] as const) {
    if (plain.latenciesMs.length === 0) break;
    expect(found.overall.latency?.[key].value).toBeCloseTo(quantile(plain.latenciesMs, share), 6);
  }
}
