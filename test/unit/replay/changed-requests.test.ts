import { expect, test } from "vitest";
import type { Outcome } from "../../../src/core/outcome.ts";
import type { Policy } from "../../../src/core/policy.ts";
import type { KnownOutcome } from "../../../src/core/replay-record.ts";
import type { Registry } from "../../../src/core/route.ts";
import { viewOf } from "../../../src/core/request-view.ts";
import { unknownUsage } from "../../../src/core/usage.ts";
import { createTableProvider } from "../../../src/providers/table-provider.ts";
import { executeTrial } from "../../../src/replay/execute-trial.ts";
import { VirtualClock } from "../../../src/replay/virtual-clock.ts";
import { createRouter } from "../../../src/routing/create-router.ts";
import { createScorer } from "../../../src/scoring/create-scorer.ts";
import { aPolicy, aRegistry, servingFrom, someOptions } from "../routing/policy-builders.ts";
import { aRecord } from "./builders.ts";

const answered: KnownOutcome = {
  response: "yes",
  accepted: true,
  score: 1,
  usage: { ...unknownUsage, outputTokens: 300 },
  costNanoUsd: 5,
  latencyMs: undefined,
  firstTokenMs: undefined,
  error: undefined,
  servedModel: undefined,
  signals: {},
};

/** A record of an outcome table through a policy at work: nothing is stood in for. */
async function outcomeOf(
  policy: Policy,
  registry: Registry,
  prompt: string,
  answers: Readonly<Record<string, Partial<KnownOutcome>>>,
): Promise<Outcome> {
  const outcomes = Object.entries(answers).map(
    ([route, answer]) => [route, { ...answered, ...answer }] as const,
  );
  const record = {
    ...aRecord(0),
    request: { ...aRecord(0).request, messages: [{ role: "user", content: prompt }] },
    outcomes: new Map(outcomes),
  };
  const router = createRouter(policy, registry, someOptions);
  return executeTrial(
    { record, view: viewOf(record), arm: 0, repeat: 0 },
    {
      arms: [{ policy, router }],
      routes: registry.routes,
      provider: createTableProvider(),
      scorer: createScorer(
        [{ name: "recorded", grader: "recorded", options: {}, required: true }],
        {
          minScore: undefined,
        },
      ),
      clock: new VirtualClock(),
      asOfMs: 0,
      signal: new AbortController().signal,
      streams: false,
    },
  );
}

test("P12: nobody has answered a redacted request, so that a table does not cover it", async () => {
  const policy = aPolicy({
    data_sensitivity: "private",
    approved_regions: { private: ["eu"], redacted: ["us"] },
    on_no_eligible_route: "redact",
    redact: ["email"],
  });
  const registry = aRegistry({ main: servingFrom("us") });
  const asked = (prompt: string) => outcomeOf(policy, registry, prompt, { main: {} });

  const redacted = await asked("I am a@b.de");
  expect(redacted.ending).toEqual({ kind: "not_covered" });
  expect(redacted.trace).toEqual({ redacted: ["email"] });

  const untouched = await asked("When do you open?");
  expect(untouched.ending).toEqual({ kind: "answered" });
  expect(untouched.grade.accepted).toBe(true);
  expect(untouched.trace).toEqual({ redacted: [] });
});

test("P9: of a table's answers only those that keep a reduced length are known", async () => {
  const reducedTo = (maxOutputTokens: number) =>
    aPolicy({
      fallback: {
        degrade: [{ kind: "reduced_scope", route: "second", change: { maxOutputTokens } }],
      },
    });
  const answers = { main: { error: "timeout" }, second: {} } as const;
  const long = await outcomeOf(reducedTo(300), aRegistry(), "hello", answers);
  expect(long.ending).toEqual({ kind: "answered" });
  expect(long.trace).toEqual({ degraded: "reduced_scope" });
  const short = await outcomeOf(reducedTo(299), aRegistry(), "hello", answers);
  expect(short.ending).toEqual({ kind: "not_covered" });
});

test("P9: a static answer is no answer of a model: never accepted, in no error", async () => {
  const text = "Please call us.";
  const policy = aPolicy({ fallback: { degrade: [{ kind: "static_answer", text }] } });
  const outcome = await outcomeOf(policy, aRegistry(), "hello", { main: { error: "timeout" } });
  expect(outcome.ending).toMatchObject({ kind: "static_answer", text });
  expect(outcome.grade).toMatchObject({ accepted: false, score: 0 });
  expect(outcome.grade.scores[0]?.because).toContain("the policy");
});
