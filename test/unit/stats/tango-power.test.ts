import fc from "fast-check";
import { expect, test } from "vitest";
import { logGamma } from "../../../src/stats/gamma.ts";
import { tangoInterval } from "../../../src/stats/tango.ts";
import { tangoPower, type PairedTruth } from "../../../src/stats/tango-power.ts";

/** Adds up every trinomial outcome whose lower bound clears the margin. */
function enumerated({ pairs, margin, discordance, difference, alpha }: PairedTruth): number {
  const [up, down] = [(discordance + difference) / 2, (discordance - difference) / 2];
  const part = (count: number, share: number) =>
    (count === 0 ? 0 : count * Math.log(share)) - logGamma(count + 1);
  let power = 0;
  for (let b = 0; b <= pairs; b += 1) {
    for (let c = 0; b + c <= pairs; c += 1) {
      if (tangoInterval(b, c, pairs, alpha).lower! < -margin) continue;
      const rest = part(pairs - b - c, 1 - discordance);
      power += Math.exp(logGamma(pairs + 1) + part(b, up) + part(c, down) + rest);
    }
  }
  return power;
}

test("the exact power is what all outcomes that pass add up to", () => {
  const run = { seed: 20_260_207, numRuns: 25 };
  const truths = fc
    .record({
      pairs: fc.integer({ min: 5, max: 40 }),
      margin: fc.double({ min: 0.02, max: 0.4, noNaN: true }),
      discordance: fc.double({ min: 0.05, max: 0.9, noNaN: true }),
      alpha: fc.double({ min: 0.01, max: 0.3, noNaN: true }),
    })
    .chain((truth) =>
      fc
        .double({ min: -0.99, max: 0.99, noNaN: true })
        .map((part) => ({ ...truth, difference: part * truth.discordance })),
    );
  fc.assert(
    fc.property(truths, (truth) => {
      expect(tangoPower(truth)).toBeCloseTo(enumerated(truth), 10);
    }),
    run,
  );
});

test("without a discordant pair the test passes from n >= z^2 (1 - D) / D on", () => {
  const at = (pairs: number) =>
    tangoPower({ pairs, margin: 0.02, discordance: 0, difference: 0, alpha: 0.05 });
  // 2.7055 * 0.98 / 0.02 = 132.57
  expect([at(132), at(133)]).toEqual([0, 1]);
});

// The reference's table of the gate at margin 0.02: true type I errors at minus the margin.
test.each([
  [100, 0.05, 0.047],
  [200, 0.02, 0.018],
  [500, 0.1, 0.049],
])("with %d pairs of which %d differ the true error is %d", (pairs, discordance, error) => {
  const truth = { pairs, margin: 0.02, discordance, difference: -0.02, alpha: 0.05 };
  expect(tangoPower(truth)).toBeCloseTo(error, 3);
});
