import type { FailureKind } from "../../../src/core/failure.ts";
import { seededChance } from "./seeded.ts";

/** How a call failed, in the words of each place that a log may keep them in. */
export interface TrueFailure {
  readonly kind: FailureKind;
  readonly httpStatus: number;
  /** As an API names it in a body. */
  readonly code: string;
  /** As LiteLLM names the exception. */
  readonly className: string;
  readonly message: string;
}

/** Failures of which the HTTP status says the kind. */
export const failuresByStatus: readonly TrueFailure[] = [
  {
    kind: "rate_limit",
    httpStatus: 429,
    code: "rate_limit_exceeded",
    className: "RateLimitError",
    message: "Rate limit reached for requests",
  },
  {
    kind: "transient_5xx",
    httpStatus: 500,
    code: "server_error",
    className: "InternalServerError",
    message: "The server had an error while processing your request",
  },
  {
    kind: "overloaded",
    httpStatus: 503,
    code: "overloaded",
    className: "ServiceUnavailableError",
    message: "The engine is currently overloaded",
  },
];

/** With those of which only the words do: a status of 408 or 400 alone would say something else. */
export const failuresByWords: readonly TrueFailure[] = [
  ...failuresByStatus,
  {
    kind: "timeout",
    httpStatus: 408,
    code: "timeout",
    className: "Timeout",
    message: "Request timed out",
  },
  {
    kind: "context_length_exceeded",
    httpStatus: 400,
    code: "context_length_exceeded",
    className: "ContextWindowExceededError",
    message: "This model's maximum context length is 8192 tokens",
  },
];

/** One call of a model, as it truly was. Input kinds are disjoint; reasoning is part of output. */
export interface TrueCall {
  readonly route: "small" | "large";
  readonly requestedModel: string;
  readonly servedModel: string;
  readonly startMs: number;
  readonly latencyMs: number;
  /** Absent: not streamed, or nothing arrived. */
  readonly firstTokenMs: number | undefined;
  readonly uncached: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly output: number;
  readonly reasoning: number;
  readonly costNanoUsd: number;
  readonly failure: TrueFailure | undefined;
  readonly isCacheHit: boolean;
  readonly text: string;
}

export interface TrueRequest {
  /** From 0. */
  readonly number: number;
  readonly prompt: string;
  readonly isRedacted: boolean;
  /** Conversations of several requests, which stand far apart in time. */
  readonly session: string;
  readonly user: string;
  readonly team: string;
  /** In order; the last one gave the answer, or failed too. */
  readonly calls: readonly TrueCall[];
  readonly isAccepted: boolean;
}

/** What a format can say: where it has no place for something, there is none of it. */
export interface LogTraits {
  readonly failures: readonly TrueFailure[];
  readonly hasRetries: boolean;
  readonly hasCacheRead: boolean;
  readonly hasCacheWrite: boolean;
  readonly hasReasoning: boolean;
  readonly hasFirstToken: boolean;
  readonly hasCacheHits: boolean;
  readonly hasRedaction: boolean;
  readonly hasCost: boolean;
  readonly hasLatency: boolean;
  /** Whether the row of a failed call says what it used: nothing. */
  readonly failuresHaveUsage: boolean;
  readonly failuresHaveCost: boolean;
}

const models = {
  small: { requestedModel: "gpt-4o-mini", servedModel: "gpt-4o-mini-2024-07-18" },
  large: { requestedModel: "gpt-4o", servedModel: "gpt-4o-2024-08-06" },
};

/** 2026-10-02T09:20:00Z. */
const FIRST_START_MS = 1_790_932_800_000;
const SESSIONS = 200;

/** Requests without end, two a second: those of one session are more than a minute apart. */
export function* trueRequests(traits: LogTraits, seed: number): Generator<TrueRequest> {
  const chance = seededChance(seed);
  let startMs = FIRST_START_MS;
  for (let number = 0; ; number += 1) {
    startMs += chance.whole(400, 600);
    const failures = traits.hasRetries && chance.isTrue(0.15) ? chance.whole(1, 3) : 0;
    const isHopeless = traits.failures.length > 0 && chance.isTrue(0.04);
    const firstRoute = chance.oneOf(["small", "large"] as const);
    const calls: TrueCall[] = [];
    let nextMs = startMs;
    for (let index = 0; index <= failures; index += 1) {
      const isLast = index === failures;
      // The second try goes to the same route, those after it to the other.
      const route = index < 2 ? firstRoute : firstRoute === "small" ? "large" : "small";
      const failure = !isLast || isHopeless ? chance.oneOf(traits.failures) : undefined;
      const call = trueCall({ traits, route, startMs: nextMs, failure, number, chance });
      calls.push(call);
      nextMs += call.latencyMs + chance.whole(50, 900);
    }
    yield {
      number,
      prompt: `Where is order ${1000 + number}? "Üñí" \u{1F4E6}`,
      isRedacted: traits.hasRedaction && chance.isTrue(0.1),
      session: `s-${number % SESSIONS}`,
      user: `u${number % 37}`,
      team: chance.oneOf(["support", "billing"]),
      calls,
      isAccepted: chance.isTrue(0.8),
    };
  }
}

interface CallDraw {
  readonly traits: LogTraits;
  readonly route: "small" | "large";
  readonly startMs: number;
  readonly failure: TrueFailure | undefined;
  readonly number: number;
  readonly chance: ReturnType<typeof seededChance>;
}

const nothingUsed = {
  uncached: 0,
  cacheRead: 0,
  cacheWrite: 0,
  output: 0,
  reasoning: 0,
  costNanoUsd: 0,
};

function trueCall({ traits, route, startMs, failure, number, chance }: CallDraw): TrueCall {
  const latencyMs = chance.whole(200, 4000);
  const isStreamed = chance.isTrue(0.5);
  const isCacheHit =
    traits.hasCacheHits && failure === undefined && !isStreamed && chance.isTrue(0.05);
  const base = { route, ...models[route], startMs, failure, isCacheHit };
  if (failure !== undefined) {
    return { ...base, ...nothingUsed, latencyMs, firstTokenMs: undefined, text: "" };
  }
  const output = chance.whole(1, 300);
  return {
    ...base,
    latencyMs: isCacheHit ? 2 : latencyMs,
    firstTokenMs:
      traits.hasFirstToken && isStreamed
        ? chance.whole(50, Math.min(latencyMs - 1, 900))
        : undefined,
    uncached: chance.whole(5, 2000),
    cacheRead: traits.hasCacheRead && chance.isTrue(0.6) ? chance.whole(1, 4000) : 0,
    cacheWrite: traits.hasCacheWrite && chance.isTrue(0.2) ? chance.whole(1, 500) : 0,
    output,
    reasoning: traits.hasReasoning && chance.isTrue(0.3) ? chance.whole(1, output) : 0,
    costNanoUsd: isCacheHit ? 0 : chance.whole(1, 9_000_000),
    text: `Order ${1000 + number} is on its way.`,
  };
}
