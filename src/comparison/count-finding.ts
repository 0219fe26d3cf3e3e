import type { Finding } from "./finding.ts";

/** How many of some units do what none may. One is enough to know, and none is no estimate. */
export function countFinding(count: number, n: number, unknown: string | undefined): Finding {
  const interval = { estimate: count, lower: count, upper: count };
  return {
    interval: n === 0 ? { estimate: null, lower: null, upper: null, reason: "no_data" } : interval,
    from: { n, method: "count" },
    pAtMost: (threshold) => (count <= threshold ? 1 : 0),
    pAtLeast: (threshold) => (count >= threshold ? 1 : 0),
    recordsNeeded: () => null,
    ...(unknown === undefined ? {} : { weakness: unknown }),
  };
}
