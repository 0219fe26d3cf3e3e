import { expect, test } from "vitest";
import { canonicalJson, sha256Hex } from "../../../src/core/canonical-json.ts";

test("keys are sorted by code units at every level, and nothing undefined is written", () => {
  const value = { b: [{ z: 1, Z: 2, ä: 3 }], a: undefined, "": null, aa: "x\n" };
  expect(canonicalJson(value)).toBe('{"":null,"aa":"x\\n","b":[{"Z":2,"z":1,"ä":3}]}');
});

test("numbers have one spelling, negative zero none of its own", () => {
  expect(canonicalJson([1.0, 1e21, 0.1, -0])).toBe("[1,1e+21,0.1,0]");
});

test.each([[Number.NaN], [Number.POSITIVE_INFINITY], [1n], [undefined], [new Map()], [new Set()]])(
  "%s has no canonical text",
  (value) => {
    expect(() => canonicalJson({ deep: [value] })).toThrow("canonical JSON");
  },
);

test("the hash of a text is that of its UTF-8 bytes", () => {
  // FIPS 180-2, appendix B.1.
  const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  expect(sha256Hex("abc")).toBe(abc);
  expect(sha256Hex(new TextEncoder().encode("abc"))).toBe(abc);
});
