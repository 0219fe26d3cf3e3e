import { expect, test } from "vitest";
import type { Provider } from "../../../../src/core/provider.ts";
import type { ServedAttempt } from "../../../../src/core/served-judge.ts";
import { withServedCosts } from "../../../../src/run/calls/served-costs.ts";
import { aCall, aClock, aRoute, noAbort } from "../../providers/provider-call-builders.ts";
import { aReply } from "../../providers/recordings/recording-builders.ts";

const provider: Provider = {
  name: "live",
  call: () => Promise.resolve(aReply({ costNanoUsd: undefined, servedModel: "gpt-5-nano" })),
};
const seen: ServedAttempt[] = [];
const servedJudge = {
  judge: () => {
    throw new Error("nothing is decided here");
  },
  costNanoUsd: (attempt: ServedAttempt) => {
    seen.push(attempt);
    return 42;
  },
};
const call = aCall({ route: aRoute({ name: "gate", model: "auto" }), arm: 1 });

test("a call costs what its policy's judge finds for the model that served", async () => {
  const priced = withServedCosts(provider, [{}, { servedJudge }]);
  const { costNanoUsd } = await priced.call(call, aClock(), noAbort);
  expect(costNanoUsd).toBe(42);
  expect(seen).toMatchObject([
    { route: "gate", requestedModel: "auto", servedModel: "gpt-5-nano" },
  ]);
});

test("without a judge a reply stays as it is", async () => {
  const priced = withServedCosts(provider, [{ servedJudge }, {}]);
  const { costNanoUsd } = await priced.call(call, aClock(), noAbort);
  expect(costNanoUsd).toBeUndefined();
});
