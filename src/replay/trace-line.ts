import type { Classification, ClassifierFailure } from "../core/advice.ts";
import type { ConsideredRoute } from "../core/decision.ts";
import { nanoUsdFromUsd } from "../core/money.ts";
import type { PolicyEvent } from "../core/policy-event.ts";
import type { PolicyTrace } from "../core/policy-trace.ts";
import type { RedactionKind } from "../core/redaction-kinds.ts";
import type { RefusalKind } from "../core/refusal.ts";
import { toUsd } from "./reply-line.ts";
import { fromUsageLine, toUsageLine, type UsageLine } from "../core/usage-line.ts";

interface ClassificationLine {
  /** Absent: unsure. */
  readonly label?: string | undefined;
  readonly confidence?: number | undefined;
  readonly by: Classification["by"];
  readonly because: string;
  readonly latency_ms?: number | undefined;
  readonly cost_usd?: number | undefined;
  readonly usage?: UsageLine | undefined;
  readonly failure?: ClassifierFailure | undefined;
}

interface RefusedLine {
  readonly route: string;
  readonly kind?: RefusalKind | undefined;
  readonly because: string;
}

interface EventLine {
  readonly at_ms: number;
  readonly kind: PolicyEvent["kind"];
  readonly route?: string | undefined;
  readonly ceiling?: string | undefined;
  readonly key?: string | undefined;
  readonly because: string;
}

/** What a policy knew and did for a record, as a line holds it. */
export interface TraceLine {
  /** Milliseconds since 1970. */
  readonly at_ms?: number | undefined;
  readonly queued_ms?: number | undefined;
  readonly classification?: ClassificationLine | undefined;
  readonly refused?: readonly RefusedLine[] | undefined;
  readonly estimated_usd?: number | undefined;
  readonly downgraded_from?: string | undefined;
  readonly degraded?: PolicyTrace["degraded"] | undefined;
  readonly redacted?: readonly RedactionKind[] | undefined;
  readonly events?: readonly EventLine[] | undefined;
}

export function toTraceLine(trace: PolicyTrace): TraceLine {
  return {
    at_ms: trace.atMs,
    queued_ms: trace.queuedMs,
    classification: trace.classification && toClassificationLine(trace.classification),
    refused: trace.refused?.map(({ route, kind, because }) => ({ route, kind, because })),
    estimated_usd: toUsd(trace.estimatedNanoUsd),
    downgraded_from: trace.downgradedFrom,
    degraded: trace.degraded,
    redacted: trace.redacted,
    events: trace.events?.map(toEventLine),
  };
}

/** Only what the line holds: in a trace an unknown field is absent. */
export function fromTraceLine(line: TraceLine): PolicyTrace {
  return {
    ...(line.at_ms !== undefined && { atMs: line.at_ms }),
    ...(line.queued_ms !== undefined && { queuedMs: line.queued_ms }),
    ...(line.classification && { classification: fromClassificationLine(line.classification) }),
    ...(line.refused && { refused: line.refused.map(fromRefusedLine) }),
    ...(line.estimated_usd !== undefined && {
      estimatedNanoUsd: nanoUsdFromUsd(line.estimated_usd),
    }),
    ...(line.downgraded_from !== undefined && { downgradedFrom: line.downgraded_from }),
    ...(line.degraded !== undefined && { degraded: line.degraded }),
    ...(line.redacted && { redacted: line.redacted }),
    ...(line.events && { events: line.events.map(fromEventLine) }),
  };
}

function toClassificationLine(classification: Classification): ClassificationLine {
  const { label, confidence, by, because, latencyMs, costNanoUsd, usage } = classification;
  return {
    label,
    confidence,
    by,
    because,
    latency_ms: latencyMs,
    cost_usd: toUsd(costNanoUsd),
    usage: usage && toUsageLine(usage),
    failure: classification.failure,
  };
}

function fromClassificationLine(line: ClassificationLine): Classification {
  const { label, confidence, by, because, cost_usd: costUsd, usage } = line;
  return {
    label,
    confidence,
    by,
    because,
    latencyMs: line.latency_ms,
    costNanoUsd: costUsd === undefined ? undefined : nanoUsdFromUsd(costUsd),
    usage: usage && fromUsageLine(usage),
    ...(line.failure !== undefined && { failure: line.failure }),
  };
}

function fromRefusedLine({ route, kind, because }: RefusedLine): ConsideredRoute {
  return { route, kept: false, because, ...(kind !== undefined && { kind }) };
}

function toEventLine({ atMs, kind, route, ceiling, key, because }: PolicyEvent): EventLine {
  return { at_ms: atMs, kind, route, ceiling, key, because };
}

function fromEventLine({ at_ms: atMs, kind, because, ...of }: EventLine): PolicyEvent {
  return {
    atMs,
    kind,
    ...(of.route !== undefined && { route: of.route }),
    ...(of.ceiling !== undefined && { ceiling: of.ceiling }),
    ...(of.key !== undefined && { key: of.key }),
    because,
  };
}
