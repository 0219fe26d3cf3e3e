import { expect, test } from "vitest";
import { PolicyFiles } from "./policy-files.ts";

const full = `
routes:
  balanced:
    provider: openai
    model: gpt-5-mini
    endpoint_family: openai-response
    base_url: http://127.0.0.1:8787/v1
    api_key_env: OPENAI_API_KEY
    parameters: {temperature: 0, max_output_tokens: 800, reasoning_effort: low}
    capabilities: {tool_calling: true, vision: false, context_window: 400000, regions: [eu, us]}
    lifecycle: experimental
    source_scope: closed
    limits: {requests_per_minute: 500, tokens_per_minute: 200000, max_concurrency: 32}
    price: {input_per_mtok_usd: 0.25, cached_input_per_mtok_usd: 0.025, output_per_mtok_usd: 2.0, per_request_usd: 0.000000001}
    simulation: {latency: {p50_ms: 700, p95_ms: 2400}, first_token: {p50_ms: 220, p95_ms: 600}, errors: {rate_limit: 0.01}, accuracy: 0.93, schema_error_rate: 0.01}
budgets: {approved_budget: 0.02}
`;

test("every key of a route is read, money as whole nano-dollars", async () => {
  using files = new PolicyFiles();
  const { registry, document } = await files.registry(full);
  expect(registry.file).toBe(document.file);
  expect(registry.budgetsNanoUsd.get("approved_budget")).toBe(20_000_000);
  expect(registry.routes.get("balanced")).toEqual({
    name: "balanced",
    provider: "openai",
    model: "gpt-5-mini",
    endpointFamily: "openai-response",
    baseUrl: "http://127.0.0.1:8787/v1",
    apiKeyEnv: "OPENAI_API_KEY",
    parameters: { temperature: 0, max_output_tokens: 800, reasoning_effort: "low" },
    capabilities: {
      claims: { tool_calling: true, vision: false },
      contextWindow: 400_000,
      regions: ["eu", "us"],
    },
    lifecycle: "experimental",
    sourceScope: "closed",
    limits: { requestsPerMinute: 500, tokensPerMinute: 200_000, maxConcurrency: 32 },
    price: {
      inputNanoUsdPerMtok: 250_000_000,
      cachedInputNanoUsdPerMtok: 25_000_000,
      outputNanoUsdPerMtok: 2_000_000_000,
      perRequestNanoUsd: 1,
    },
    simulation: {
      latency: { p50Ms: 700, p95Ms: 2400 },
      firstToken: { p50Ms: 220, p95Ms: 600 },
      errors: { rate_limit: 0.01 },
      accuracy: 0.93,
      schemaErrorRate: 0.01,
      outputTokens: undefined,
    },
  });
});

test("a route needs a provider and a model; the rest is unknown, never zero, and managed", async () => {
  using files = new PolicyFiles();
  const { registry } = await files.registry("routes: {a: {provider: google, model: m}}");
  const route = registry.routes.get("a");
  expect(route?.lifecycle).toBe("managed");
  expect(route?.price).toBeUndefined();
  expect(route?.simulation).toBeUndefined();
  expect(route?.capabilities).toEqual({ claims: {}, contextWindow: undefined, regions: undefined });
});

test("a price that names one kind of token leaves the others unknown", async () => {
  using files = new PolicyFiles();
  const text = "routes: {a: {provider: google, model: m, price: {per_request_usd: 0.01}}}";
  const { registry } = await files.registry(text);
  expect(registry.routes.get("a")?.price).toEqual({
    inputNanoUsdPerMtok: undefined,
    cachedInputNanoUsdPerMtok: undefined,
    outputNanoUsdPerMtok: undefined,
    perRequestNanoUsd: 10_000_000,
  });
});

test("cache writes, tiers and multipliers are part of a price", async () => {
  using files = new PolicyFiles();
  const text = `routes:
  a:
    provider: anthropic
    model: m
    price:
      input_per_mtok_usd: 3
      cache_write_per_mtok_usd: 3.75
      cache_write_long_per_mtok_usd: 6
      output_per_mtok_usd: 15
      tiers:
        - {above_input_tokens: 200000, input_per_mtok_usd: 6, cache_write_per_mtok_usd: 7.5, cache_write_long_per_mtok_usd: 12, output_per_mtok_usd: 22.5}
      multipliers: {batch: 0.5, priority: 1.333333333}
`;
  const { registry } = await files.registry(text);
  expect(registry.routes.get("a")?.price).toEqual({
    inputNanoUsdPerMtok: 3e9,
    cachedInputNanoUsdPerMtok: undefined,
    cacheWriteNanoUsdPerMtok: 3.75e9,
    cacheWriteLongNanoUsdPerMtok: 6e9,
    outputNanoUsdPerMtok: 15e9,
    perRequestNanoUsd: 0,
    tiers: [
      {
        aboveInputTokens: 200_000,
        inputNanoUsdPerMtok: 6e9,
        cachedInputNanoUsdPerMtok: undefined,
        cacheWriteNanoUsdPerMtok: 7.5e9,
        cacheWriteLongNanoUsdPerMtok: 12e9,
        outputNanoUsdPerMtok: 22.5e9,
      },
    ],
    multipliers: { batch: 0.5, priority: 1.333333333 },
  });
});

test.each([
  [
    "price: {input_per_mtok_usd: 1, output_per_mtok_usd: 2, tiers: [{above_input_tokens: 5, input_per_mtok_usd: 2}]}",
    '"routes.a.price.tiers.0" says nothing of output_per_mtok_usd, which the price below it has',
  ],
  [
    "price: {input_per_mtok_usd: 1, tiers: [{above_input_tokens: 5, input_per_mtok_usd: 2}, {above_input_tokens: 5, input_per_mtok_usd: 3}]}",
    '"routes.a.price.tiers.1.above_input_tokens" does not begin above the tier before it',
  ],
  [
    "price: {input_per_mtok_usd: 1, tiers: [{above_input_tokens: 5, input_per_mtok_usd: 2, cache_write_per_mtok_usd: 3}]}",
    '"routes.a.price.tiers.0.cache_write_per_mtok_usd" has no counterpart below the tier',
  ],
  [
    "price: {multipliers: {auto: 2}}",
    'the key "auto": is the list price itself, which nothing multiplies',
  ],
  [
    "price: {multipliers: {batch: 0.12345678912}}",
    '"routes.a.price.multipliers.batch" has more than nine decimals',
  ],
  [
    "provider: opnai",
    '"routes.a.provider" expected one of openai, anthropic, google, openai_compatible, got "opnai" (did you mean "openai"?)',
  ],
  [
    "price: {input_per_mtok_usd: 0.1234567891}",
    '"routes.a.price.input_per_mtok_usd" has more than nine decimals: amounts are kept in whole nano-dollars',
  ],
  [
    "price: {input_per_mtok_usd: -1}",
    '"routes.a.price.input_per_mtok_usd" expected a number from 0 to 1000000, got -1',
  ],
  ["price: {input_per_mtok_usd: .nan}", '".nan" is not a finite number'],
  [
    "price: {input_per_mtok: 1}",
    'unknown key "input_per_mtok" in "routes.a.price" (known: input_per_mtok_usd, cached_input_per_mtok_usd, cache_write_per_mtok_usd, cache_write_long_per_mtok_usd, output_per_mtok_usd, per_request_usd, tiers, multipliers)',
  ],
  [
    "api_key_env: sk-proj-abcdefghijklmnop1234",
    '"routes.a.api_key_env" looks like a secret key (name an environment variable with api_key_env; keys never stand in a file)',
  ],
  [
    "parameters: {extra: 'Bearer abcdefghijklmnop'}",
    '"routes.a.parameters.extra" looks like a secret key (name an environment variable with api_key_env; keys never stand in a file)',
  ],
  [
    "api_key_env: 'my key'",
    '"routes.a.api_key_env" expected the name of an environment variable, never the key itself',
  ],
  [
    "base_url: 'http://user:pw@host/'",
    '"routes.a.base_url" expected an http or https address without a password',
  ],
  [
    "base_url: 'file:///etc/passwd'",
    '"routes.a.base_url" expected an http or https address without a password',
  ],
  [
    "capabilities: {contxt_window: 4}",
    '"routes.a.capabilities.contxt_window" expected true or false, got 4',
  ],
  [
    "simulation: {latency: {p50_ms: 9, p95_ms: 8}, accuracy: 1}",
    '"routes.a.simulation.latency" has a p95 below its p50',
  ],
  [
    "simulation: {latency: {p50_ms: 1, p95_ms: 8}, accuracy: 1, errors: {rate_limit: 0.6, timeout: 0.6}}",
    '"routes.a.simulation.errors" the shares of its errors add up to more than 1',
  ],
  [
    "simulation: {latency: {p50_ms: 1, p95_ms: 8}, accuracy: 93}",
    '"routes.a.simulation.accuracy" expected a number from 0 to 1, got 93',
  ],
  ["lifecycle: managd", '(did you mean "managed"?)'],
])("a route with %s is refused", async (line, message) => {
  using files = new PolicyFiles();
  const provider = line.startsWith("provider") ? "" : "    provider: openai\n";
  const text = `routes:\n  a:\n    model: m\n${provider}    ${line}\n`;
  const problems = await files.problemsOf(files.registry(text));
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(message);
  expect(problems[0]).toMatch(
    provider === "" ? /^registry\.yaml:4:\d+: / : /^registry\.yaml:5:\d+: /,
  );
});

test("a secret is never repeated in the message that refuses it", async () => {
  using files = new PolicyFiles();
  const text = "routes: {a: {provider: openai, model: m, api_key_env: sk-abcdefghijklmnop1234}}";
  expect((await files.problemsOf(files.registry(text))).join()).not.toContain("abcdefgh");
});

test("a route written twice is refused with its place", async () => {
  using files = new PolicyFiles();
  const text = "routes:\n  a: {provider: openai, model: m}\n  a: {provider: openai, model: n}\n";
  expect(await files.problemsOf(files.registry(text))).toEqual([
    "registry.yaml:3:3: Map keys must be unique",
  ]);
});

test("all problems of a registry are told at once", async () => {
  using files = new PolicyFiles();
  const text = "routes:\n  a: {provider: x}\n  b: {model: m, provider: openai, prise: 1}\n";
  expect(await files.problemsOf(files.registry(text))).toHaveLength(3);
});
