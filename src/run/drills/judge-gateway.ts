import { drilledText } from "../../core/drilled-reply.ts";
import type { ProviderReply } from "../../core/provider.ts";
import type { Drill, Expectation, ExpectedAttempt } from "../../policies/promises/promised.ts";

/** What a gateway did with one request, as seen from both of its ends. */
export interface GatewayDrilled {
  /** Models that it asked its upstream for, in order. */
  readonly models: readonly string[];
  /** What it answered. */
  readonly reply: ProviderReply;
}

/** The model that a gateway asks for where a policy says a route. */
export type ModelOf = (route: string) => string;

/** What differs from what had to be seen; undefined: nothing does. */
export function gatewayDifference(
  { models, reply }: GatewayDrilled,
  { expected }: Drill,
  modelOf: ModelOf,
): string | undefined {
  if (models.length === 0) return "nothing reached the upstream";
  return (
    callsDifference(models, expected, modelOf) ??
    limitsDifference(models, expected, modelOf) ??
    answerDifference(reply, expected)
  );
}

function callsDifference(
  models: readonly string[],
  { attempts, mayGoOn }: Expectation,
  modelOf: ModelOf,
): string | undefined {
  for (const [index, wanted] of attempts.entries()) {
    const call = `call ${index + 1}`;
    const before = models[index - 1];
    const asked = wantedModels(wanted, before, modelOf);
    const seen = models[index];
    const had = `${call} had to be a ${wanted.kind} call of ${asked.join(" or ")}`;
    if (seen === undefined) return `${had}, and there was none`;
    if (!asked.includes(seen)) return had;
  }
  if (mayGoOn === true || models.length <= attempts.length) return undefined;
  return `call ${attempts.length + 1} went to ${models[attempts.length]}, and none had to follow`;
}

function wantedModels(
  { route }: ExpectedAttempt,
  before: string | undefined,
  modelOf: ModelOf,
): readonly string[] {
  return route === "same" ? [before ?? ""] : route.map(modelOf);
}

function limitsDifference(
  models: readonly string[],
  expected: Expectation,
  modelOf: ModelOf,
): string | undefined {
  const { mostCalls, mostCallsOfFirst, neverCalled, neverFallsBackTo } = expected;
  if (mostCalls !== undefined && models.length > mostCalls) {
    return `there may be ${mostCalls} calls, and there were ${models.length}`;
  }
  const [first] = models;
  const ofFirst = models.filter((model) => model === first).length;
  if (mostCallsOfFirst !== undefined && ofFirst > mostCallsOfFirst) {
    return `${first} was called ${ofFirst} times`;
  }
  const never = [...(neverCalled ?? []), ...(neverFallsBackTo ?? [])].map(modelOf);
  const called = models.find((model, at) => never.includes(model) && (at > 0 || neverCalled));
  return called === undefined ? undefined : `${called} was called`;
}

/** A gateway has no word for a stop or a queue: it hands on something that is no good answer. */
function answerDifference({ result }: ProviderReply, expected: Expectation): string | undefined {
  const { ending, attempts } = expected;
  const isTimedOut = attempts.some(({ failure }) => failure !== undefined);
  const good = drilledText({ kind: "answer" });
  const isGood = result.kind === "response" && result.response.text === good;
  if (isTimedOut && isGood) return "the late answer was taken";
  switch (ending) {
    case "answered":
      return result.kind === "response" ? undefined : "it had to answer";
    case "failed":
      return result.kind === "failure" ? undefined : "it had to fail";
    case "stopped":
    case "queued":
      return isGood ? "it had to end without a good answer" : undefined;
    default:
      return undefined;
  }
}

/** What was seen, for people: `first-model, first-model; answered`. */
export function gatewaySeenText({ models, reply: { result } }: GatewayDrilled): string {
  const calls = models.length === 0 ? "no call" : models.join(", ");
  const end = result.kind === "failure" ? `failed (${result.failure.kind})` : "answered";
  return `${calls}; ${end}`;
}
