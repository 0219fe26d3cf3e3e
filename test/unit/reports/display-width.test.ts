import { expect, test } from "vitest";
import { displayWidth, padded, wrapped } from "../../../src/reports/display-width.ts";

test("wide characters take two columns, marks none", () => {
  expect(displayWidth("abc")).toBe(3);
  expect(displayWidth("日本")).toBe(4);
  expect(displayWidth("e\u0301")).toBe(1);
  expect(padded("日", 4)).toBe("日  ");
});

test("a line is broken at a blank near its end, else where it must be", () => {
  expect(wrapped("one two three", 8)).toEqual(["one two", "three"]);
  expect(wrapped("abcdefghij", 4)).toEqual(["abcd", "efgh", "ij"]);
  expect(wrapped("日本語", 2)).toEqual(["日", "本", "語"]);
  expect(wrapped("", 4)).toEqual([""]);
});
