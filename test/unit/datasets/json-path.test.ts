import { expect, test } from "vitest";
import type { JsonObject } from "../../../src/core/json.ts";
import { jsonPath, valueAt } from "../../../src/datasets/json-path.ts";

const row: JsonObject = {
  plain: 1,
  nothing: null,
  "a.b": "whole",
  a: { b: "step", c: { d: [10, { e: 11 }] } },
  "n.m": null,
  n: { m: 2 },
  list: ["x", "y"],
};

test.each([
  ["plain", 1],
  ["nothing", null],
  ["a.b", "whole"],
  ["a.c.d.1.e", 11],
  ["n.m", null],
  ["list.1", "y"],
  ["list.2", undefined],
  ["list.length", undefined],
  ["plain.b", undefined],
  ["nothing.b", undefined],
  ["absent", undefined],
])("%s leads to %j", (name, value) => {
  expect(valueAt(row, jsonPath(name))).toEqual(value);
});

test.each(["constructor", "toString", "__proto__", "a.constructor", "a.__proto__.toString"])(
  "%s is no value that a row has by itself",
  (name) => {
    expect(valueAt(row, jsonPath(name))).toBeUndefined();
  },
);

test.each([
  ["constructor", '{"constructor":"own"}'],
  ["__proto__", '{"__proto__":"own"}'],
  ["a.toString", '{"a":{"toString":"own"}}'],
])("a row's own %s is its value", (name, text) => {
  expect(valueAt(JSON.parse(text) as JsonObject, jsonPath(name))).toBe("own");
});
