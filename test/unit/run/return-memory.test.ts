import { expect, test } from "vitest";
import { dropArrays, returnMemory } from "../../../src/run/return-memory.ts";

const MEGABYTE = 1024 ** 2;

test.each<readonly [what: string, clear: () => Promise<void> | void]>([
  ["memory is returned", returnMemory],
  ["arrays are dropped", dropArrays],
])(
  "where %s what nobody holds any more is given back, and what is held stays",
  async (_, clear) => {
    const held = new Float64Array(MEGABYTE).fill(7);
    let dropped: Float64Array | undefined = new Float64Array(8 * MEGABYTE).fill(1);
    const before = process.memoryUsage().arrayBuffers;
    expect(dropped.length).toBe(8 * MEGABYTE);
    dropped = undefined;
    await clear();
    await expect
      .poll(() => process.memoryUsage().arrayBuffers, { timeout: 10_000 })
      .toBeLessThan(before - 60 * MEGABYTE);
    expect(held[MEGABYTE - 1]).toBe(7);
  },
);
