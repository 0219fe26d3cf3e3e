import { expect, test } from "vitest";
import type { JsonObject } from "../../../../src/core/json.ts";
import type { WireRequest } from "../../../../src/providers/recordings/call-names.ts";
import { requestDifferences } from "../../../../src/providers/recordings/request-differences.ts";
import { aRecording } from "./recording-builders.ts";

const body = {
  model: "small-1",
  messages: [
    { role: "system", content: "Be brief." },
    { role: "user", content: "Where is my order 1234?" },
  ],
  temperature: 0,
} satisfies JsonObject;
const request: WireRequest = {
  provider: "openai",
  endpointFamily: "openai",
  model: "small-1",
  body,
};
const recorded = aRecording({ request });

const differences = (change: Partial<WireRequest>, turn = {}): readonly string[] =>
  requestDifferences(
    { request: { ...request, ...change }, turn: { repeat: 0, priorCallsOfRoute: 0, ...turn } },
    recorded,
  ).map(({ text }) => text);

test("the same request differs in nothing", () => {
  expect(differences({})).toEqual([]);
});

test("another model is named once, though the body names it too", () => {
  expect(differences({ model: "small-2", body: { ...body, model: "small-2" } })).toEqual([
    'model "small-1" → "small-2"',
  ]);
});

test("a parameter shows both its values", () => {
  expect(differences({ body: { ...body, temperature: 0.2 } })).toEqual(["temperature 0 → 0.2"]);
});

test("a parameter that is new or gone is said to be", () => {
  const { temperature: _gone, ...rest } = body;
  expect(differences({ body: { ...rest, seed: 7 } })).toEqual([
    "seed absent → 7",
    "temperature 0 → absent",
  ]);
});

test("a gateway's other header is named, and shown where it is short", () => {
  expect(differences({ headers: { "x-portkey-config": "pc-2" } })).toEqual([
    'extra_headers.x-portkey-config absent → "pc-2"',
  ]);
});

test("repeats and tries count from one", () => {
  expect(differences({}, { repeat: 2, priorCallsOfRoute: 1 })).toEqual([
    "repeat 1 → 3",
    "try 1 → 2",
  ]);
});

test("a prompt is pointed into, and not a word of it is shown", () => {
  const messages = body.messages.with(1, { role: "user", content: "Where is my parcel 1234?" });
  const texts = differences({ body: { ...body, messages } });
  expect(texts).toEqual(["the prompt (messages[1].content) from character 13 on"]);
  expect(texts.join()).not.toContain("parcel");
});

test("a message more or less is said to be", () => {
  const messages = [...body.messages, { role: "user", content: "Hello?" }];
  expect(differences({ body: { ...body, messages } })).toEqual([
    "the prompt (messages[2]), which is new",
  ]);
  expect(differences({ body: { ...body, messages: body.messages.slice(0, 1) } })).toEqual([
    "the prompt (messages[1]), which is gone",
  ]);
});

test("another wire writes everything differently: only the wire is named", () => {
  expect(
    differences({
      provider: "anthropic",
      endpointFamily: "anthropic",
      body: { system: "Be brief." },
    }),
  ).toEqual(['provider "openai" → "anthropic"', 'endpoint_family "openai" → "anthropic"']);
});

test("a body that differs everywhere is not spelled out to the end", () => {
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`p${index}`, index]));
  expect(differences({ body: { ...body, ...many } })).toHaveLength(4);
});

test("a field called like a part of every object is a field", () => {
  const odd = JSON.parse('{"constructor":1,"__proto__":2}') as JsonObject;
  const texts = requestDifferences(
    { request: { ...request, body: odd }, turn: { repeat: 0, priorCallsOfRoute: 0 } },
    aRecording({ request: { ...request, body: {} } }),
  ).map(({ text }) => text);
  expect(texts).toEqual(["__proto__ absent → 2", "constructor absent → 1"]);
});
