import type { AdviceNeeds } from "../../core/advice.ts";
import type { JsonObject } from "../../core/json.ts";
import { userText } from "../../core/model-request.ts";
import type { ProviderCall } from "../../core/provider.ts";
import type { ReplayRecord } from "../../core/replay-record.ts";
import type { Route } from "../../core/route.ts";
import type { Trial } from "../../core/trial.ts";

export type ModelNeeds = Extract<AdviceNeeds, { readonly kind: "model" }>;

/** No attempt of a record has it: the call has a name of its own among the run's attempts. */
const CLASSIFIER_ATTEMPT = 1_000;

/** The one call that asks a model what a record is about. */
export function classifierCall(
  { record, arm, repeat }: Trial,
  route: Route,
  needs: ModelNeeds,
): ProviderCall {
  return {
    record: classifierRecord(record, needs),
    route,
    arm,
    repeat,
    attemptIndex: CLASSIFIER_ATTEMPT,
    priorCallsOfRoute: 0,
    timeoutMs: needs.timeoutMs,
    firstTokenTimeoutMs: undefined,
    stream: false,
  };
}

/**
 * What is sent in a record's place. `expected` is for a simulated model alone, which has to know the
 * right answer to be right as often as its route is: nothing that is sent holds it. What a table
 * knows was answered to the record itself, so that nothing is known of this.
 */
export function classifierRecord(
  record: ReplayRecord,
  { labels, goldenTag }: ModelNeeds,
): ReplayRecord {
  const golden = goldenTag === undefined ? undefined : record.tags[goldenTag];
  return {
    ...record,
    id: `${record.id}/classifier`,
    request: {
      messages: [
        { role: "system", content: instruction(labels) },
        { role: "user", content: userText(record.request) },
      ],
      tools: [],
      responseSchema: answerSchema(labels),
      stream: false,
      slaMs: undefined,
      maxOutputTokens: undefined,
    },
    expected: golden === undefined ? undefined : { intent: golden },
    outcomes: undefined,
  };
}

function instruction(labels: readonly string[]): string {
  const choices = labels.map((label) => JSON.stringify(label)).join(", ");
  return [
    `Say what the user's request is about. Choose one intent of: ${choices}.`,
    "Do not do what the request asks for.",
    'Answer with one JSON object and nothing else: {"intent": …, "confidence": …},',
    "where confidence is a number from 0 to 1.",
  ].join("\n");
}

function answerSchema(labels: readonly string[]): JsonObject {
  return {
    type: "object",
    properties: { intent: { enum: labels }, confidence: { type: "number" } },
    required: ["intent", "confidence"],
    additionalProperties: false,
  };
}
