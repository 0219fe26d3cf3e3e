import fc from "fast-check";
import { expect, test } from "vitest";
import { unitsWhere } from "../../../src/comparison/units-where.ts";

test("the units of which something holds are those that a filter keeps", () => {
  fc.assert(
    fc.property(fc.uint32Array({ max: 40 }), fc.integer({ min: 1, max: 5 }), (units, divisor) => {
      const holds = (unit: number) => unit % divisor === 0;
      const found = unitsWhere(units, holds);
      expect(found).toEqual(units.filter(holds));
      if (found.length === units.length) expect(found).toBe(units);
    }),
    { seed: 20_261_126 },
  );
});
