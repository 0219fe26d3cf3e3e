import { expect, test } from "vitest";
import {
  createCallNames,
  recordingKey,
  type WireRequest,
} from "../../../../src/providers/recordings/call-names.ts";
import { aCall, aRecord, aRoute } from "../provider-call-builders.ts";
import { aRecordOf, requestOf } from "./recording-builders.ts";

const first = { repeat: 0, priorCallsOfRoute: 0 };
const asked: WireRequest = {
  provider: "openai",
  endpointFamily: "openai",
  model: "small-1",
  body: { model: "small-1", messages: [{ role: "user", content: "hi" }], temperature: 0 },
};

// The hash of the canonical text, taken with sha256sum.
test("the name of a request stays what it is: a changed one would orphan every recording", () => {
  expect(recordingKey(asked, first)).toBe(
    "495ab1839f4f98ab5d7029d83b535afd387cbf6081ace21c3b4bc00593a97dc2",
  );
});

test.each<[string, Partial<WireRequest>]>([
  ["provider", { provider: "openai_compatible" }],
  ["wire", { endpointFamily: "openai-response" }],
  ["model", { model: "small-2" }],
  ["header", { headers: { "x-portkey-config": "pc-1" } }],
  ["body", { body: { ...asked.body, temperature: 0.2 } }],
])("another %s is another recording", (_what, change) => {
  expect(recordingKey({ ...asked, ...change }, first)).not.toBe(recordingKey(asked, first));
});

test("a retry and a repeat are other recordings than the first try", () => {
  const names = createCallNames(requestOf);
  const record = aRecord();
  const keys = [
    aCall({ record }),
    aCall({ record, priorCallsOfRoute: 1 }),
    aCall({ record, repeat: 1 }),
    aCall({ record, repeat: 1, priorCallsOfRoute: 1 }),
  ].map((call) => names.keyOf(call));
  expect(new Set(keys).size).toBe(4);
});

test("transport, the policy, its timeouts and the stream are no part of the name", () => {
  const names = createCallNames(requestOf);
  const record = aRecord();
  const other = aCall({
    record,
    route: aRoute({ name: "alias", baseUrl: "http://127.0.0.1:1", apiKeyEnv: "OTHER" }),
    arm: 3,
    attemptIndex: 2,
    stream: true,
    timeoutMs: 5,
  });
  expect(names.keyOf(other)).toBe(names.keyOf(aCall({ record })));
});

test("policies that share a record and a route share the writing of the request", () => {
  let written = 0;
  const names = createCallNames((call) => {
    written += 1;
    return requestOf(call);
  });
  const [record, route] = [aRecord(), aRoute()];
  const keys = [0, 1, 2].map((arm) => names.keyOf(aCall({ record, route, arm })));
  names.keyOf(aCall({ record, route, priorCallsOfRoute: 1 }));
  expect(new Set(keys).size).toBe(1);
  expect(written).toBe(1);
});

test("a record that takes another's place in a later batch is not taken for it", () => {
  const names = createCallNames(requestOf);
  const route = aRoute();
  const one = names.keyOf(aCall({ record: aRecordOf("one"), route }));
  const other = names.keyOf(aCall({ record: aRecordOf("other"), route }));
  expect(other).not.toBe(one);
});

test("a field that is called like the prototype of every object counts like any other", () => {
  const odd = JSON.parse(
    '{"__proto__":{"temperature":1},"model":"small-1"}',
  ) as WireRequest["body"];
  const other = JSON.parse('{"__proto__":{"temperature":2},"model":"small-1"}') as typeof odd;
  const keys = [odd, other, { model: "small-1" }].map((body) =>
    recordingKey({ ...asked, body }, first),
  );
  expect(new Set(keys).size).toBe(3);
});

test("halves of characters that no text may hold are told apart", () => {
  const keys = ["\ud83d", "\ude00", "\ufffd"].map((text) =>
    recordingKey({ ...asked, body: { text } }, first),
  );
  expect(new Set(keys).size).toBe(3);
});
