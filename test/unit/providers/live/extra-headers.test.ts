import { expect, test } from "vitest";
import type { JsonValue } from "../../../../src/core/json.ts";
import { endpointFamilies } from "../../../../src/core/route.ts";
import { extraHeadersOf } from "../../../../src/providers/live/extra-headers.ts";
import { routeProblems } from "../../../../src/providers/live/route-problems.ts";
import { wires } from "../../../../src/providers/live/wires.ts";
import { aRoute } from "../provider-call-builders.ts";

const aGateway = (headers: JsonValue) =>
  aRoute({ provider: "openai_compatible", parameters: { extra_headers: headers } });
const problemsOf = (headers: JsonValue): readonly string[] =>
  routeProblems(aGateway(headers), wires.openai).map(({ message }) => message);

test("a gateway's route may say more in headers", () => {
  expect(problemsOf({ "x-portkey-config": '{"strategy":{}}', "X-Trace": "a b" })).toEqual([]);
});

test("headers are told by lower-case name, in one order", () => {
  expect(Object.entries(extraHeadersOf(aGateway({ "X-B": "2", "x-a": "1" })))).toEqual([
    ["x-a", "1"],
    ["x-b", "2"],
  ]);
  expect(extraHeadersOf(aRoute())).toEqual({});
});

test.each([
  "Authorization",
  "cookie",
  "host",
  "Content-Type",
  "content-length",
  "proxy-authorization",
  "transfer-encoding",
  "accept-encoding",
  "api-key",
  "x-api-key",
  "x-stainless-retry-count",
])("%s stays the harness's own", (name) => {
  expect(problemsOf({ [name]: "x" })).toEqual([`expected an object without ${name}`]);
});

test.each<[string, JsonValue]>([
  ["a list", ["x-a"]],
  ["a text", "x-a: 1"],
  ["a number as value", { "x-a": 1 }],
  ["a value of several lines", { "x-a": "1\r\nauthorization: Bearer stolen" }],
  ["a value beyond ASCII", { "x-a": "é" }],
  ["an empty value", { "x-a": "" }],
  ["a name with a blank", { "x a": "1" }],
  ["an empty name", { "": "1" }],
  ["a name twice", { "x-a": "1", "X-A": "2" }],
])("%s is a problem", (_what, headers) => {
  expect(problemsOf(headers)).toHaveLength(1);
});

test.each(endpointFamilies)("a vendor's own route has none, over the wire %s too", (family) => {
  const route = aRoute({ provider: "openai", parameters: { extra_headers: { "x-a": "1" } } });
  const named = routeProblems(route, wires[family]).map(({ parameter }) => parameter);
  expect(new Set(named)).toEqual(new Set(["extra_headers"]));
});
