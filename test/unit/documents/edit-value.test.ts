import fc from "fast-check";
import { expect, test } from "vitest";
import { withBlock, withValue } from "../../../src/documents/edit-value.ts";
import { parseDocument } from "../../../src/documents/source-document.ts";

const policy = `# Longer prompts are harder.
policy_name: by_length # its name
route_selection:
  strategy: threshold   # three blanks
  threshold: {score: 'request.prompt_chars', at_least: 240, route: "strong", otherwise: weak} # swept
  pool:
    - a  # the first
    - b
# the end
`;
const valueOf = (text: string): unknown => parseDocument("policy.yaml", text).value;

test("a plain value is replaced where it stands; every other character stays", () => {
  const path = ["route_selection", "threshold", "at_least"];
  expect(withValue(policy, path, 308.8)).toBe(policy.replace("240", "308.8"));
});

test("a word keeps its quotes, and gets some where it would read as something else", () => {
  const path = ["route_selection", "threshold", "route"];
  expect(withValue(policy, path, "large")).toBe(policy.replace('"strong"', '"large"'));
  const other = ["route_selection", "threshold", "otherwise"];
  expect(withValue(policy, other, "12")).toBe(policy.replace("otherwise: weak", 'otherwise: "12"'));
  expect(withValue(policy, other, "a: b")).toContain('otherwise: "a: b"');
});

test("a list is replaced, a key that was left out is added, and comments stay", () => {
  const list = withValue(policy, ["route_selection", "pool"], ["b"]);
  expect(valueOf(list)).toMatchObject({ route_selection: { pool: ["b"], strategy: "threshold" } });
  const added = withValue(policy, ["latency", "timeout_ms"], 900);
  expect(valueOf(added)).toMatchObject({ latency: { timeout_ms: 900 } });
  for (const text of [list, added]) {
    for (const comment of ["# Longer prompts are harder.", "# its name", "# swept", "# the end"])
      expect(text).toContain(comment);
  }
});

test("an alias is replaced, not what it repeats; what is repeated elsewhere is not touched", () => {
  const text = "first: &limit 5\nsecond: *limit\n";
  expect(valueOf(withValue(text, ["second"], 7))).toEqual({ first: 5, second: 7 });
  expect(() => withValue(text, ["first"], 7)).toThrow("first has an anchor, &limit");
});

test("a block is added at the end and nothing else is touched", () => {
  const grown = withBlock(policy, "provenance", { tool: "tune", setting: { "a.b": 1 } });
  expect(grown.startsWith(policy)).toBe(true);
  expect(valueOf(grown)).toMatchObject({ provenance: { tool: "tune", setting: { "a.b": 1 } } });
});

test("a block finds its place in JSON, behind an end mark, without a last newline, and where it was", () => {
  for (const text of ['{"a": 1}\n', "a: 1\n...\n", "a: 1", "a: 1\nprovenance: {old: true}\n"]) {
    expect(valueOf(withBlock(text, "provenance", { tool: "tune" }))).toEqual({
      a: 1,
      provenance: { tool: "tune" },
    });
  }
});

test("whatever is put in reads back as what it was, and the rest as it was", () => {
  const plain = fc.oneof(fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true }));
  fc.assert(
    fc.property(plain, (value) => {
      const meant = value === 0 ? 0 : value;
      fc.pre(typeof meant !== "number" || Number.isSafeInteger(meant) || !Number.isInteger(meant));
      fc.pre(typeof meant !== "string" || !/[\ud800-\udfff]/.test(meant));
      const edited = withValue(policy, ["route_selection", "threshold", "otherwise"], meant);
      expect(valueOf(edited)).toMatchObject({
        policy_name: "by_length",
        route_selection: { threshold: { at_least: 240, otherwise: meant }, pool: ["a", "b"] },
      });
      expect(valueOf(withBlock(policy, "extra", meant))).toMatchObject({ extra: meant });
    }),
    { seed: 20261125, numRuns: 300 },
  );
});
