import { expect, test } from "vitest";
import { createKeyRing, keyHostProblems } from "../../../../src/providers/live/api-keys.ts";
import { aRoute } from "../provider-call-builders.ts";

const vendor = aRoute({ name: "vendor", apiKeyEnv: "MY_KEY" });
const sameHost = aRoute({ ...vendor, name: "same", baseUrl: "https://api.openai.com/v2" });
const elsewhere = aRoute({ ...vendor, name: "elsewhere", baseUrl: "https://example.com/v1" });

test("one key for one host is no problem, however many routes use it", () => {
  expect(keyHostProblems([vendor, sameHost, { ...elsewhere, apiKeyEnv: "OTHER_KEY" }])).toEqual([]);
});

test("one key for two hosts is a problem that names both", () => {
  const [problem, ...rest] = keyHostProblems([vendor, elsewhere]);
  expect(rest).toEqual([]);
  expect(problem?.message).toBe(
    "the key in MY_KEY would be sent to 2 hosts: api.openai.com (route vendor), example.com (route elsewhere)",
  );
});

test("two ports are two hosts", () => {
  const local = (port: number) => aRoute({ ...vendor, baseUrl: `http://127.0.0.1:${port}/v1` });
  expect(keyHostProblems([local(8000), local(8001)])).toHaveLength(1);
});

test("a key goes to the first host that it was used for and to no other", () => {
  const keyOf = createKeyRing(new Map([["MY_KEY", "secret"]]));
  expect(keyOf(vendor)).toEqual({ kind: "key", apiKey: "secret" });
  expect(keyOf(elsewhere)).toEqual({
    kind: "no_key",
    detail: "the key in MY_KEY is bound to api.openai.com, not to example.com",
  });
  expect(keyOf(sameHost)).toEqual({ kind: "key", apiKey: "secret" });
});

test.each([new Map<string, string>(), new Map([["MY_KEY", " "]])])(
  "a variable that is missing or empty gives no key",
  (keys) => {
    expect(createKeyRing(keys)(vendor)).toEqual({ kind: "no_key", detail: "MY_KEY is not set" });
  },
);

test("a server of one's own may do without a key, a vendor's may not", () => {
  const keyOf = createKeyRing(new Map());
  const keyless = { ...elsewhere, apiKeyEnv: undefined };
  expect(keyOf(keyless).kind).toBe("key");
  expect(keyOf({ ...vendor, apiKeyEnv: undefined }).kind).toBe("no_key");
});
