import { expect, test } from "vitest";
import { createServedJudge } from "../../../../src/routing/create-served-judge.ts";
import { costOfCall } from "../../../../src/providers/cost-of-call.ts";
import { createCallCosts } from "../../../../src/run/calls/call-costs.ts";
import { aCall, aPrice } from "../../providers/provider-call-builders.ts";
import { aReply } from "../../providers/recordings/recording-builders.ts";
import { aPolicy, aRegistry } from "../../routing/policy-builders.ts";

test("a call is set aside for at least what it costs where a server turns out to be a gateway", () => {
  const registry = aRegistry({
    server: {
      provider: "openai_compatible",
      baseUrl: "http://127.0.0.1/v1",
      model: "small",
      price: aPrice({ input: 0.1, output: 0.4 }),
      parameters: { max_output_tokens: 100 },
    },
    large: { model: "gpt-9", price: aPrice({ input: 15, output: 120 }) },
  });
  const policy = aPolicy({ strategy: { kind: "pinned", route: "server" } });
  const judge = createServedJudge(policy, registry, (attempt, price) =>
    costOfCall({ ...attempt, serviceTier: undefined }, price),
  );
  const route = registry.routes.get("server")!;
  const usage = {
    inputUncachedTokens: 10,
    inputCacheReadTokens: undefined,
    inputCacheWriteTokens: undefined,
    outputTokens: 100,
    outputReasoningTokens: undefined,
  };
  const reply = aReply({ costNanoUsd: 41_000, servedModel: "gpt-9", usage });
  const evidence = { gateway: { fallbacks: 1 } };
  const paid = judge?.costNanoUsd({ ...reply, evidence, route: "server", requestedModel: "small" });
  expect(paid).toBe(12_150_000);
  const { worstCaseNanoUsd } = createCallCosts({ policies: [policy], registry });
  expect(worstCaseNanoUsd(aCall({ route }))).toBeGreaterThanOrEqual(paid ?? Infinity);
});
