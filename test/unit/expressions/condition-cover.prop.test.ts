import fc from "fast-check";
import { expect, test } from "vitest";
import type { RequestView } from "../../../src/core/request-view.ts";
import { compileExpression } from "../../../src/expressions/compile-expression.ts";
import { canHold, canHoldTogether, covers } from "../../../src/expressions/condition-cover.ts";
import { readCondition, type Condition } from "../../../src/expressions/condition-tree.ts";
import { requestRoots, requestScope } from "../../../src/expressions/scope.ts";
import { aView } from "./a-view.ts";

const texts = ["a", "ab", "b"] as const;
const numbers = [-1, 0, 1, 1.5, 2] as const;
const operators = ["==", "!=", "<", "<=", ">", ">="] as const;

const quoted = (text: string): string => `"${text}"`;

function textAtoms(...terms: readonly string[]): fc.Arbitrary<string> {
  return fc.constantFrom(...terms).chain((term) =>
    fc.oneof(
      fc
        .tuple(fc.constantFrom(...operators), fc.constantFrom(...texts))
        .map(([operator, text]) => `${term} ${operator} ${quoted(text)}`),
      fc.subarray([...texts]).map((some) => `${term} in [${some.map(quoted).join(", ")}]`),
    ),
  );
}

function numberAtoms(...terms: readonly string[]): fc.Arbitrary<string> {
  return fc.constantFrom(...terms).chain((term) =>
    fc.oneof(
      fc
        .tuple(fc.constantFrom(...operators), fc.constantFrom(...numbers))
        .map(([operator, number]) => `${term} ${operator} ${number}`),
      fc.constantFrom(...numbers).map((number) => `${number} < ${term}`),
      fc.subarray([...numbers]).map((some) => `${term} in [${some.join(", ")}]`),
    ),
  );
}

/** Conditions on one tag and one feature: every record that they can tell apart is tried. */
const plainAtoms = fc.oneof(
  textAtoms("tags.x", 'tags["x"]'),
  numberAtoms("features.n"),
  fc.constantFrom("has(tags.x)", '"x" in tags', "has(features.n)", "features.n", "true"),
);

/** Conditions on all that there is, what cannot be looked into among it. */
const anyAtoms = fc.oneof(
  plainAtoms,
  textAtoms("tags.y", "owner"),
  numberAtoms("request.prompt_chars", "request.sla_ms"),
  fc
    .tuple(fc.constantFrom("startsWith", "endsWith", "contains"), fc.constantFrom(...texts))
    .map(([method, text]) => `tags.x.${method}(${quoted(text)})`),
  fc.constantFrom("request.stream", "owner == null", "false", "tags.x == 1", "has(request.sla_ms)"),
  fc.constantFrom(
    "size(tags.x) > 1",
    "tags.x == tags.y",
    "features.n + 1 > 2",
    "features.n == true",
  ),
);

function conditions(atoms: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .letrec<{ condition: string }>((tie) => ({
      condition: fc.oneof(
        { maxDepth: 3, depthSize: "small", withCrossShrink: true },
        atoms,
        tie("condition").map((of) => `!(${of})`),
        fc
          .tuple(tie("condition"), fc.constantFrom("&&", "||"), tie("condition"))
          .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
        fc
          .tuple(tie("condition"), tie("condition"), tie("condition"))
          .map(([asked, then, otherwise]) => `(${asked} ? ${then} : ${otherwise})`),
      ),
    }))
    .condition.filter(compiles);
}

type Verdict = "true" | "false" | "fails";

/** What the engine itself makes of a condition on each of some records. */
function verdicts(text: string, records: readonly RequestView[]): readonly Verdict[] {
  const expression = compileExpression({ text, place: "p.yaml:1:1" }, requestRoots);
  return records.map((view) => {
    try {
      const value = expression.evaluate(requestScope(view));
      return value === true ? "true" : value === false ? "false" : "fails";
    } catch {
      return "fails";
    }
  });
}

function compiles(text: string): boolean {
  try {
    compileExpression({ text, place: "p.yaml:1:1" }, requestRoots, "condition");
    return true;
  } catch {
    return false;
  }
}

function read(text: string): Condition {
  const found = readCondition(text);
  if (found === undefined) throw new Error(`does not parse: ${text}`);
  return found;
}

/** Every literal, and something before, between and after them. */
const tagTexts = [undefined, "", "a", "aa", "ab", "abc", "b", "c"];
const featureValues = [undefined, -2, -1, -0.5, 0, 0.5, 1, 1.2, 1.5, 1.7, 2, 3, "a", true, false];

const plainRecords: readonly RequestView[] = tagTexts.flatMap((x) =>
  featureValues.map((n) =>
    aView({
      tags: x === undefined ? {} : { x },
      features: n === undefined ? {} : { n },
    }),
  ),
);

const anyRecord: fc.Arbitrary<RequestView> = fc
  .record({
    x: fc.constantFrom(...tagTexts),
    y: fc.constantFrom(...tagTexts),
    n: fc.constantFrom(...featureValues),
    owner: fc.constantFrom(undefined, "", "a", "aa", "ab", "b", "c"),
    chars: fc.nat(3),
    slaMs: fc.constantFrom(undefined, 0, 0.5, 1, 1.2, 1.5, 1.7, 2, 3),
    stream: fc.boolean(),
  })
  .map(({ x, y, n, owner, chars, slaMs, stream }) => ({
    ...aView(),
    tags: { ...(x !== undefined && { x }), ...(y !== undefined && { y }) },
    features: n === undefined ? {} : { n },
    owner,
    request: {
      ...aView().request,
      messages: [{ role: "user", content: "p".repeat(chars) }],
      slaMs,
      stream,
    },
  }));
const anyRecords = fc.sample(anyRecord, { numRuns: 400, seed: 20261125 });

test("where a condition is said to be covered, no record matches it and not an earlier one", () => {
  const seen = { yes: 0, no: 0, unknown: 0 };
  fc.assert(
    fc.property(
      fc.array(conditions(anyAtoms), { minLength: 1, maxLength: 3 }),
      conditions(anyAtoms),
      (earlier, later) => {
        const answer = covers(earlier.map(read), read(later));
        seen[answer] += 1;
        if (answer !== "yes") return;
        const before = earlier.map((text) => verdicts(text, anyRecords));
        verdicts(later, anyRecords).forEach((verdict, at) => {
          if (verdict !== "true") return;
          expect(before.map((each) => each[at])).not.toEqual(before.map(() => "false"));
        });
      },
    ),
    { numRuns: 1_200, seed: 20261125 },
  );
  // Otherwise the property would have held by saying nothing.
  expect(seen.yes).toBeGreaterThan(100);
  expect(seen.no).toBeGreaterThan(100);
});

test("on one tag and one feature every answer is right, whichever it is", () => {
  const seen = { yes: 0, no: 0, unknown: 0 };
  fc.assert(
    fc.property(conditions(plainAtoms), conditions(plainAtoms), (earlier, later) => {
      const [before, after] = [verdicts(earlier, plainRecords), verdicts(later, plainRecords)];
      const count = (isSo: (at: number) => boolean): number =>
        plainRecords.filter((_, at) => isSo(at)).length;
      const uncovered = count((at) => after[at] === "true" && before[at] === "false");
      const together = count((at) => after[at] === "true" && before[at] === "true");
      const alone = count((at) => after[at] === "true");
      const answer = covers([read(earlier)], read(later));
      seen[answer] += 1;
      expect(answer).toBe(uncovered === 0 ? "yes" : "no");
      expect(canHoldTogether(read(earlier), read(later))).toBe(together === 0 ? "no" : "yes");
      expect(canHold(read(later))).toBe(alone === 0 ? "no" : "yes");
    }),
    { numRuns: 1_200, seed: 20261125 },
  );
  expect(seen.yes).toBeGreaterThan(100);
  expect(seen.no).toBeGreaterThan(100);
  expect(seen.unknown).toBe(0);
});
