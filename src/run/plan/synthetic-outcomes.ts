import type { Attempt } from "../../core/attempt.ts";
import type { Ending, Outcome } from "../../core/outcome.ts";
import type { ReplayRecord } from "../../core/replay-record.ts";
import { providerNames, type ProviderName, type Route } from "../../core/route.ts";
import type { KnownMeasures } from "./known-measures.ts";
import * as flag from "../../comparison/outcome-flags.ts";

/**
 * Outcomes that were never seen: as good as any can be, as good but dear and slow, bad in every
 * way, and none at all.
 */
export const likenesses = ["good", "dear", "bad", "absent"] as const;
export type Likeness = (typeof likenesses)[number];

/** What made-up outcomes of one record share. */
export interface SyntheticRecord {
  readonly record: ReplayRecord;
  /** That the policy decides on; absent: none, so that no outcome can be good. */
  readonly route: Route | undefined;
  readonly because: string;
  /** What will be known at all of a call to the route; absent: nobody is called. */
  readonly measures: KnownMeasures | undefined;
  readonly asksSchema: boolean;
  readonly graders: readonly string[];
  /** That some gate asks for the share of; empty: none does. */
  readonly gatedProviders: readonly ProviderName[];
}

const LEAST = { costNanoUsd: 1, latencyMs: 1, firstTokenMs: 1 };
/** A thousand dollars and more than a day: beyond any limit that anybody writes. */
const MOST = { costNanoUsd: 1e12, latencyMs: 1e8, firstTokenMs: 1e8 };

/** One made-up outcome; what outcomes do not hold themselves is set by `settleLikeness`. */
export function syntheticOutcome(
  { record, route, because, ...about }: SyntheticRecord,
  likeness: Likeness,
  arm: number,
  repeat: number,
): Outcome {
  const isGood = route !== undefined && (likeness === "good" || likeness === "dear");
  const value = isGood ? 1 : 0;
  return {
    recordId: record.id,
    ordinal: record.ordinal,
    arm,
    repeat,
    route: route?.name,
    because,
    review: [],
    attempts: route === undefined ? [] : [attemptOn(route, likeness, about)],
    ending: endingOf(route, likeness),
    grade: {
      accepted: isGood,
      score: value,
      schemaValid: about.asksSchema ? isGood : undefined,
      scores: about.graders.map((name) => ({ name, value, passed: isGood, because: "made up" })),
    },
  };
}

function endingOf(route: Route | undefined, likeness: Likeness): Ending {
  if (likeness === "absent") return { kind: "not_covered" };
  if (route === undefined) return { kind: "stopped", because: "no route" };
  return { kind: "answered" };
}

function attemptOn(
  route: Route,
  likeness: Likeness,
  { measures, gatedProviders }: Pick<SyntheticRecord, "measures" | "gatedProviders">,
): Attempt {
  const { costNanoUsd, latencyMs, firstTokenMs } = likeness === "good" ? LEAST : MOST;
  return {
    index: 0,
    kind: "first",
    because: "made up",
    isUnreviewed: false,
    route: route.name,
    provider: likeness === "bad" ? otherProvider(route, gatedProviders) : route.provider,
    requestedModel: route.model,
    servedModel: route.model,
    endpointFamily: route.endpointFamily,
    queuedAtMs: 0,
    dispatchedAtMs: 0,
    waitedMs: 0,
    latencyMs: measures?.isTimed === true ? latencyMs : undefined,
    firstTokenMs: measures?.hasFirstToken === true ? firstTokenMs : undefined,
    result: {
      kind: "response",
      response: {
        text: undefined,
        finishReason: { kind: "stop", raw: undefined },
        toolCalls: [],
        signals: {},
      },
    },
    schemaValid: undefined,
    usage: {
      inputUncachedTokens: 1,
      inputCacheReadTokens: 0,
      inputCacheWriteTokens: 0,
      outputTokens: 1,
      outputReasoningTokens: 0,
    },
    costNanoUsd: measures?.isPriced === true ? costNanoUsd : undefined,
  };
}

/** A gate on a provider's share is moved by sending what it has elsewhere, or to it what it has not. */
function otherProvider({ provider }: Route, gated: readonly ProviderName[]): ProviderName {
  const asked = gated.find((name) => name !== provider);
  return asked ?? providerNames.find((name) => name !== provider) ?? provider;
}

const everyFault =
  flag.RETRIED |
  flag.FELL_BACK |
  flag.UNREVIEWED |
  flag.ESCALATED |
  flag.REVIEW |
  flag.FAILED |
  flag.DEGRADED |
  flag.DOWNGRADED |
  flag.CAPPED |
  flag.VIOLATED |
  flag.GATEWAY |
  flag.GATEWAY_FELL_BACK |
  flag.GATEWAY_RETRIED;

/** The flags of one covered unit as the likeness has them; to be called once columns are complete. */
export function settleLikeness(bits: number, likeness: Likeness): number {
  if (likeness === "absent") return bits;
  const isJudged = (bits & flag.JUDGED) !== 0;
  const judged = flag.ROUTED_RIGHT | flag.OVER_ROUTED | flag.UNDER_ROUTED;
  const unjudged = bits & ~judged;
  if (likeness === "bad") {
    const misrouted = isJudged ? flag.OVER_ROUTED | flag.UNDER_ROUTED : 0;
    return (unjudged | everyFault | misrouted) & ~flag.EVIDENCE;
  }
  return unjudged | flag.GATEWAY | (isJudged ? flag.ROUTED_RIGHT : 0);
}
