import fc from "fast-check";
import { expect, test } from "vitest";
import {
  NanoUsdSum,
  nanoUsdFromUsd,
  roundHalfEven,
  usdFromNanoUsd,
} from "../../../src/core/money.ts";

test("half a nano-dollar goes to the even neighbour", () => {
  expect([0.5, 1.5, 2.5, 2.500001].map(roundHalfEven)).toEqual([0, 2, 2, 3]);
});

test("decimal dollars become the nano-dollars that they say", () => {
  expect(nanoUsdFromUsd(0.0000335)).toBe(33_500);
  expect(nanoUsdFromUsd(0.1 + 0.2)).toBe(300_000_000);
  expect(nanoUsdFromUsd(1.0000000005)).toBe(1_000_000_000);
  expect(nanoUsdFromUsd(1.0000000015)).toBe(1_000_000_002);
});

test("a million times $0.0000003 is thirty cents exactly", () => {
  const sum = new NanoUsdSum();
  for (let index = 0; index < 1_000_000; index += 1) sum.add(nanoUsdFromUsd(0.0000003));
  expect(usdFromNanoUsd(sum.total)).toBe(0.3);
});

test("a sum stays exact beyond nine million dollars, whatever its order", () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 2 ** 51 }), { maxLength: 40 }), (costs) => {
      const total = (order: readonly number[]): bigint => {
        const sum = new NanoUsdSum();
        for (const cost of order) sum.add(cost);
        return sum.total;
      };
      const exact = costs.reduce((sum, cost) => sum + BigInt(cost), 0n);
      expect(total(costs)).toBe(exact);
      expect(total(costs.toReversed())).toBe(exact);
    }),
    { seed: 20261121 },
  );
});

test("nano-dollars survive the way through a dollar number", () => {
  fc.assert(
    fc.property(fc.nat({ max: 1_000_000_000_000 }), (nano) => {
      expect(nanoUsdFromUsd(usdFromNanoUsd(nano))).toBe(nano);
    }),
    { seed: 20261121 },
  );
});

test("dollars are read from the fifteen digits that decimals of them have, half to even", () => {
  fc.assert(
    fc.property(fc.nat({ max: 2_000_000_000 }), fc.integer({ min: 0, max: 999 }), (nano, part) => {
      // As people write it: nano-dollars and thousandths of one.
      const thousandths = BigInt(nano) * 1_000n + BigInt(part);
      const usd = Number(`${thousandths}e-12`);
      const isUp = part > 500 || (part === 500 && nano % 2 === 1);
      expect(nanoUsdFromUsd(usd)).toBe(nano + (isUp ? 1 : 0));
      expect(nanoUsdFromUsd(-usd) + nano + (isUp ? 1 : 0)).toBe(0);
    }),
    { seed: 20261126 },
  );
});
