import fc from "fast-check";
import { expect, test } from "vitest";
import type { Registry } from "../../../src/core/route.ts";
import { diffPolicies } from "../../../src/policies/changes/diff-policies.ts";
import { policyVersion } from "../../../src/policies/policy-version.ts";
import { aRegistry } from "../routing/policy-builders.ts";
import { anyDocument, routeNames } from "./any-policy.ts";
import { aSide } from "./policy-text.ts";

const SEED = 20261125;

/** Models by route; "" : the registry lacks it. */
const models = fc.record(
  Object.fromEntries(
    routeNames.map((name) => [name, fc.constantFrom("m-1", "m-1", "m-1", "m-2", "")]),
  ),
);

function registryOf(routeModels: Readonly<Record<string, string>>): Registry {
  const kept = Object.entries(routeModels).filter(([, model]) => model !== "");
  return aRegistry(Object.fromEntries(kept.map(([name, model]) => [name, { model }])));
}

function isReadable(one: object): boolean {
  try {
    aSide(JSON.stringify(one));
    return true;
  } catch {
    return false;
  }
}

/** Two documents that differ in a few places, or in none. */
const pair = fc
  .tuple(anyDocument, anyDocument, fc.array(fc.nat(12), { maxLength: 3 }))
  .map(([one, other, taken]): readonly [object, object] => {
    const keys = Object.keys(other).filter((_, index) => taken.includes(index));
    const changed: Record<string, unknown> = { ...one };
    for (const key of keys) changed[key] = other[key];
    return [one, changed];
  })
  .filter((both) => both.every(isReadable));

test("nothing differs if and only if the versions are the same", () => {
  const seen = { same: 0, different: 0 };
  fc.assert(
    fc.property(pair, models, models, fc.boolean(), ([one, other], first, second, isShared) => {
      const before = aSide(JSON.stringify(one), registryOf(first));
      const after = aSide(JSON.stringify(other), registryOf(isShared ? first : second));
      const changes = diffPolicies(before, after);
      const isSame =
        policyVersion(before.loaded, before.registry) ===
        policyVersion(after.loaded, after.registry);
      seen[isSame ? "same" : "different"] += 1;
      expect({ one, other, isSame, changes: changes.length === 0 }).toEqual({
        one,
        other,
        isSame,
        changes: isSame,
      });
      // The net below all of this catches nothing: every variable has a place in the document.
      expect(changes.map(({ path }) => path)).not.toContain("version");
    }),
    { seed: SEED, numRuns: 600 },
  );
  expect(Math.min(seen.same, seen.different)).toBeGreaterThan(60);
});

test("each variable is told once, and the other way round the same ones with their sides swapped", () => {
  fc.assert(
    fc.property(pair, models, models, ([one, other], first, second) => {
      const sides = [
        aSide(JSON.stringify(one), registryOf(first)),
        aSide(JSON.stringify(other), registryOf(second)),
      ] as const;
      const there = diffPolicies(sides[0], sides[1]);
      const back = diffPolicies(sides[1], sides[0]);
      const paths = there.map(({ path }) => path);
      expect(new Set(paths).size).toBe(paths.length);
      expect(new Set(back.map(({ path }) => path))).toEqual(new Set(paths));
      for (const change of there) {
        const other = back.find(({ path }) => path === change.path);
        expect([other?.before, other?.after]).toEqual([change.after, change.before]);
      }
    }),
    { seed: SEED, numRuns: 150 },
  );
});
