import { expect, test } from "vitest";
import type { Attempt } from "../../../src/core/attempt.ts";
import type { Provider } from "../../../src/core/provider.ts";
import { viewOf } from "../../../src/core/request-view.ts";
import type { Router } from "../../../src/core/router.ts";
import type { Scorer } from "../../../src/core/scorer.ts";
import type { ServedJudge } from "../../../src/core/served-judge.ts";
import { executeTrial } from "../../../src/replay/execute-trial.ts";
import { VirtualClock } from "../../../src/replay/virtual-clock.ts";
import { aPolicy, aRecord, aReply, aRoute } from "./builders.ts";
import { restOfRouter } from "../../support/policy-defaults.ts";

const scorer: Scorer = {
  graders: [],
  checkSchema: () => undefined,
  grade: () => ({ accepted: true, score: 1, schemaValid: undefined, scores: [] }),
};

const provider: Provider = { name: "test", call: () => Promise.resolve(aReply("yes", 10)) };

/** Calls once; what it is shown of that call is kept. */
function aRouter(seen: Attempt[]): Router {
  return {
    ...restOfRouter,
    decide: () => ({ route: "small", because: "test", chain: [], considered: [], review: [] }),
    next: (_view, _decision, soFar) => {
      seen.push(...soFar);
      return soFar.length > 0
        ? { kind: "answer" }
        : {
            kind: "call",
            route: "small",
            attempt: "first",
            because: "test",
            waitMs: 0,
            isUnreviewed: false,
          };
    },
  };
}

function attemptsUnder(servedJudge: ServedJudge | undefined, seen: Attempt[] = []) {
  const record = aRecord(0);
  return executeTrial(
    { record, view: viewOf(record), arm: 0, repeat: 0 },
    {
      arms: [{ policy: aPolicy(), router: aRouter(seen), servedJudge }],
      routes: new Map([["small", aRoute("small")]]),
      provider,
      scorer,
      clock: new VirtualClock(),
      asOfMs: 7,
      signal: new AbortController().signal,
      streams: false,
    },
  );
}

test("an attempt is judged before the policy decides on it, at the record's own time", async () => {
  const seen: Attempt[] = [];
  const judge: ServedJudge = {
    judge: (attempt, { nowMs }) => ({
      ...attempt,
      evidence: { gateway: { servedRoute: `route at ${nowMs}` } },
    }),
    costNanoUsd: () => undefined,
  };
  const { attempts } = await attemptsUnder(judge, seen);
  expect(attempts[0]?.evidence).toEqual({ gateway: { servedRoute: "route at 7" } });
  expect(seen).toEqual(attempts);
});

test("without a judge an attempt stays as the provider left it", async () => {
  const { attempts } = await attemptsUnder(undefined);
  expect(attempts[0]?.servedModel).toBe("m");
  expect(attempts[0]).not.toHaveProperty("evidence");
});
