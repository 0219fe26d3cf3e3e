import type { Attempt } from "../../../src/core/attempt.ts";
import type { RequestView } from "../../../src/core/request-view.ts";
import { unknownUsage } from "../../../src/core/usage.ts";

/** A record's view for tests: a short support request. */
export function aView(changes: Partial<RequestView> = {}): RequestView {
  return {
    recordId: "r-1",
    request: {
      messages: [
        { role: "system", content: "Be brief." },
        { role: "user", content: "Where is my refund?" },
      ],
      tools: [],
      responseSchema: undefined,
      stream: false,
      slaMs: 1500,
      maxOutputTokens: undefined,
    },
    tags: { intent: "faq", locale: "de" },
    features: { win_rate: 0.42, n: 3, beta: true, tier: "gold" },
    owner: "team_a",
    workflow: undefined,
    ...changes,
  };
}

/** An attempt for tests: answered, free of charge, in 120 ms. */
export function anAttempt(changes: Partial<Attempt> = {}): Attempt {
  return {
    index: 0,
    kind: "first",
    because: "test",
    isUnreviewed: false,
    route: "small",
    provider: "openai",
    requestedModel: "m",
    servedModel: "m",
    endpointFamily: undefined,
    queuedAtMs: 0,
    dispatchedAtMs: 0,
    waitedMs: 0,
    firstTokenMs: undefined,
    latencyMs: 120,
    result: {
      kind: "response",
      response: {
        text: "Tomorrow.",
        finishReason: { kind: "stop", raw: "stop" },
        toolCalls: [{ name: "lookup" }],
        signals: { parsed_call: true, confidence: 0.7 },
      },
    },
    schemaValid: true,
    usage: unknownUsage,
    costNanoUsd: 1_500_000,
    ...changes,
  };
}
