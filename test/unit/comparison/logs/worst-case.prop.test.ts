import fc from "fast-check";
import { expect, test } from "vitest";
import type { GateResult } from "../../../../src/core/comparison.ts";
import { aGate } from "../a-policy.ts";
import { aReplayedLog, pairOf } from "./a-replayed-log.ts";

const routes = ["a", "b", "c"] as const;
const route = fc.constantFrom(...routes);

/** A record of a table that knows every route: the log shows one of them. */
const known = fc.record({
  accepted: fc.record({ a: fc.boolean(), b: fc.boolean(), c: fc.boolean() }),
  logged: route,
  baseline: route,
  candidate: route,
});

const options = { seed: 20_261_126, numRuns: 150 };

test("the truth lies within the worst-case bounds, whatever the log, the policies and the rest", () => {
  fc.assert(
    fc.property(fc.array(known, { minLength: 1, maxLength: 60 }), (table) => {
      const share = (arm: "baseline" | "candidate"): number =>
        table.filter((one) => one.accepted[one[arm]]).length / table.length;
      const [before, after] = [share("baseline"), share("candidate")];
      const pair = pairOf(
        aReplayedLog(
          table.map((one) => ({ ...one, accepted: one.accepted[one.logged] })),
          {
            gates: [
              aGate("acceptance_rate", "min", 0.5),
              aGate("acceptance_rate", "max_drop", 0.1),
              aGate("error_rate", "max", 0.5),
            ],
          },
        ),
      );
      const worst = pair.off_policy!.worst_case;
      const ends = [
        [worst.baseline_acceptance_rate, before],
        [worst.candidate_acceptance_rate, after],
        [worst.acceptance_rate_difference, after - before],
      ] as const;
      for (const [{ lower, upper }, true_] of ends) {
        expect(lower).toBeLessThanOrEqual(true_ + 1e-12);
        expect(upper).toBeGreaterThanOrEqual(true_ - 1e-12);
      }
      // The gates' bounds hold sampling error besides: they are never narrower. A drop is what the
      // baseline has more.
      const [floor, drop] = pair.gates;
      holds(floor, worst.candidate_acceptance_rate.lower!, worst.candidate_acceptance_rate.upper!);
      holds(
        drop,
        -worst.acceptance_rate_difference.upper!,
        -worst.acceptance_rate_difference.lower!,
      );
    }),
    options,
  );
});

function holds(gate: GateResult | undefined, lower: number, upper: number): void {
  expect(gate?.observed.lower).toBeLessThanOrEqual(lower + 1e-9);
  expect(gate?.observed.upper).toBeGreaterThanOrEqual(upper - 1e-9);
}

test("a log that covers everything gives the very gates of an outcome table", () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 60 }), (accepted) => {
      const cases = accepted.map((one) => ({
        logged: "a",
        baseline: "a",
        candidate: "a",
        accepted: one,
      }));
      const gates = [aGate("acceptance_rate", "min", 0.5), aGate("accuracy", "max_drop", 0.1)];
      for (const { observed } of pairOf(aReplayedLog(cases, { gates })).gates) {
        expect(observed.method).not.toContain("worst_case");
      }
    }),
    options,
  );
});
