import { expect, test } from "vitest";
import { coverageCases } from "../../../bench/coverage-cases.ts";
import { LEVEL, mostBySimulation, simulate } from "../../../bench/coverage-simulation.ts";
import { restOfPolicy } from "../../support/policy-defaults.ts";

const REPETITIONS = 300;
/** Resamples take long: as many of them as tell whether a bootstrap is grossly wrong. */
const SLOW_REPETITIONS = 20;

test.each(coverageCases.map((one) => [one.name, one] as const))(
  "a candidate exactly on its limit passes no more often than the level says: %s",
  (_name, one) => {
    const times = one.method.includes("bootstrap") ? SLOW_REPETITIONS : REPETITIONS;
    const { passed, failed } = simulate(one, 100, times, restOfPolicy);
    expect(passed / times).toBeLessThanOrEqual(mostBySimulation(LEVEL, times));
    // It lies on the limit: most rounds can say neither.
    expect(passed + failed).toBeLessThan(times / 2);
  },
);
