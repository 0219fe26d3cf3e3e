import { expect, test } from "vitest";
import { passHatK } from "../../../src/stats/pass-hat-k.ts";

/** Every choice of k places out of n, as bits. */
function choices(n: number, k: number): readonly number[] {
  return Array.from({ length: 2 ** n }, (_, bits) => bits).filter(
    (bits) => bits.toString(2).replaceAll("0", "").length === k,
  );
}

test("the chance that k answers are all accepted is the share of choices that are", () => {
  for (let n = 1; n <= 7; n += 1) {
    for (let accepted = 0; accepted <= n; accepted += 1) {
      const good = 2 ** accepted - 1;
      for (let k = 1; k <= n; k += 1) {
        const all = choices(n, k);
        const allGood = all.filter((bits) => (bits & ~good) === 0);
        expect(passHatK(accepted, n, k)).toBeCloseTo(allGood.length / all.length, 12);
      }
    }
  }
});

test("more answers than there are have no estimate", () => {
  expect(passHatK(3, 3, 4)).toBeNull();
  expect(passHatK(3, 3, 0)).toBeNull();
});
