import fc from "fast-check";
import { expect, test } from "vitest";
import { sha256Hex } from "../../../../src/core/canonical-json.ts";
import { PackIndex } from "../../../../src/providers/recordings/pack-index.ts";

const keyOf = (name: number): string => sha256Hex(`key ${name}`);

test("of each key the last line is found, and no other key is", () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat({ max: 4000 }), { minLength: 1, maxLength: 6000, size: "max" }),
      (names) => {
        const index = new PackIndex();
        const last = new Map<number, number>();
        names.forEach((name, line) => {
          index.add(
            { key: keyOf(name), messagesHash: keyOf(line).slice(0, 16), recordHash: "00000007" },
            { offset: line * 2 ** 33, length: line + 1, answerBytes: line },
          );
          last.set(name, line);
        });
        expect(index.count).toBe(names.length);
        for (const [name, line] of last) {
          expect(index.find(keyOf(name))).toBe(line);
          expect(index.placeOf(line)).toEqual({
            offset: line * 2 ** 33,
            length: line + 1,
            answerBytes: line,
          });
        }
        expect(index.find(keyOf(5000))).toBeUndefined();
        names.forEach((name, line) => {
          expect(index.isSuperseded(line)).toBe(last.get(name) !== line);
        });
      },
    ),
    { seed: 20261121, numRuns: 10 },
  );
});
