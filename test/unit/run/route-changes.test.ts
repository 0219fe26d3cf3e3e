import fc from "fast-check";
import { expect, test } from "vitest";
import { createRouteChanges } from "../../../src/run/explain/route-changes.ts";
import { anOutcome } from "../comparison/an-outcome.ts";

const SEED = 20261125;
const because = (route: string | undefined): string => `because of ${route ?? "nothing"}`;

interface Kept {
  readonly ordinal: number;
  readonly repeat: number;
  readonly arm: number;
  readonly route: string | undefined;
  readonly accepted: boolean;
}

function outcomeOf({ ordinal, repeat, arm, route, accepted }: Kept) {
  const grade = { accepted, score: undefined, schemaValid: undefined, scores: [] };
  const recordId = `r-${ordinal}`;
  return anOutcome({ recordId, ordinal, repeat, arm, route, because: because(route), grade });
}

test("a record that changed route is in the group of its routes and reasons, with its id", () => {
  const changes = createRouteChanges(1);
  for (const [ordinal, route] of ["a", "b", "b", "b"].entries()) {
    changes.take(outcomeOf({ ordinal, repeat: 0, arm: 0, route: "a", accepted: ordinal === 1 }));
    changes.take(outcomeOf({ ordinal, repeat: 0, arm: 1, route, accepted: true }));
  }
  expect(changes.between(0, 1, 2)).toEqual({
    pairs: 4,
    unpaired: 0,
    changed: 3,
    groups: [
      {
        before: { route: "a", because: because("a") },
        after: { route: "b", because: because("b") },
        count: 3,
        acceptedBefore: 1,
        acceptedAfter: 3,
        firstRecords: ["r-1", "r-2"],
      },
    ],
  });
});

const kept = fc.record({
  ordinal: fc.nat(5),
  repeat: fc.nat(1),
  arm: fc.nat(2),
  route: fc.constantFrom("a", "b", undefined),
  accepted: fc.boolean(),
});

test("groups hold exactly the pairs whose last outcomes differ in route, in any order", () => {
  fc.assert(
    fc.property(fc.array(kept, { maxLength: 60 }), fc.nat(3), (lines, most) => {
      const changes = createRouteChanges(2);
      const last = new Map<string, Kept>();
      for (const line of lines) {
        changes.take(outcomeOf(line));
        last.set(`${line.arm}/${line.ordinal}/${line.repeat}`, line);
      }
      const found = changes.between(0, 2, most);
      const expected = { pairs: 0, unpaired: 0, changed: 0, before: 0, after: 0 };
      const ids = new Map<string, string[]>();
      for (let ordinal = 0; ordinal <= 5; ordinal += 1) {
        for (let repeat = 0; repeat <= 1; repeat += 1) {
          const [one, other] = [0, 2].map((arm) => last.get(`${arm}/${ordinal}/${repeat}`));
          if (one === undefined && other === undefined) continue;
          if (one === undefined || other === undefined) expected.unpaired += 1;
          else {
            expected.pairs += 1;
            if (one.route === other.route) continue;
            expected.changed += 1;
            expected.before += Number(one.accepted);
            expected.after += Number(other.accepted);
            const key = `${because(one.route)} / ${because(other.route)}`;
            ids.set(key, [...(ids.get(key) ?? []), `r-${ordinal}`]);
          }
        }
      }
      const sum = (count: (group: (typeof found.groups)[number]) => number): number =>
        found.groups.reduce((total, group) => total + count(group), 0);
      expect({ pairs: found.pairs, unpaired: found.unpaired, changed: found.changed }).toEqual({
        pairs: expected.pairs,
        unpaired: expected.unpaired,
        changed: expected.changed,
      });
      expect(sum(({ count }) => count)).toBe(expected.changed);
      expect(sum(({ acceptedBefore }) => acceptedBefore)).toBe(expected.before);
      expect(sum(({ acceptedAfter }) => acceptedAfter)).toBe(expected.after);
      expect(found.groups).toHaveLength(ids.size);
      for (const { before, after, count, firstRecords } of found.groups) {
        const all = ids.get(`${before.because} / ${after.because}`) ?? [];
        expect(count).toBe(all.length);
        expect(firstRecords).toEqual([...new Set(all)].slice(0, most));
      }
    }),
    { seed: SEED, numRuns: 500 },
  );
});
