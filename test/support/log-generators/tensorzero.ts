import type { JsonObject } from "../../../src/core/json.ts";
import { countOne } from "./log-totals.ts";
import {
  dollars,
  isoTime,
  logGenerator,
  type LogGenerator,
  type LogUnderWay,
} from "./generated-log.ts";
import type { LogTraits, TrueCall, TrueRequest } from "./true-request.ts";

const traits: LogTraits = {
  // Attempts that failed have no rows.
  failures: [],
  hasRetries: false,
  hasCacheRead: false,
  hasCacheWrite: false,
  hasReasoning: false,
  hasFirstToken: true,
  hasCacheHits: true,
  hasRedaction: false,
  hasCost: true,
  hasLatency: true,
  failuresHaveUsage: true,
  failuresHaveCost: true,
};

/** Inferences with the model calls inside them, and feedback about some of them in rows of its own. */
export const tensorzeroNested: LogGenerator = logGenerator({
  format: "tensorzero",
  shape: "nested",
  traits,
  jostledBy: 100,
  write: (request, log) => {
    const [call] = request.calls as readonly [TrueCall];
    forgetCachedUsage(call, log);
    countOne(log.totals.unmapped, "tags.team");
    log.row({ ...inference(request, call), model_inferences: halves(request, call) });
    writeFeedback(request, log);
  },
});

/** The same as three exported tables: the model calls and the feedback join by id. */
export const tensorzeroTables: LogGenerator = logGenerator({
  format: "tensorzero",
  shape: "tables",
  traits,
  file: "inferences.jsonl",
  write: (request, log) => {
    const [call] = request.calls as readonly [TrueCall];
    forgetCachedUsage(call, log);
    countOne(log.totals.unmapped, "tags.team");
    log.row(inference(request, call));
    for (const [index, part] of halves(request, call).entries()) {
      const ids = { id: uuid(request.number * 10 + index, "b"), inference_id: idOf(request) };
      log.row({ ...ids, ...part, timestamp: isoTime(call.startMs) }, "model-inferences.jsonl");
    }
    writeFeedback(request, log);
  },
});

function inference(request: TrueRequest, call: TrueCall): JsonObject {
  const content = [{ type: "text", text: request.prompt }];
  const isJson = request.number % 2 === 0;
  const raw = `{"total":${request.number}}`;
  const output = isJson
    ? // What does not follow its schema is not parsed.
      { raw, parsed: request.isAccepted ? { total: request.number } : null }
    : [{ type: "text", text: call.text }];
  return {
    id: idOf(request),
    function_name: "extract",
    variant_name: call.route,
    episode_id: uuid(Math.floor(request.number / 3), "e"),
    input: { messages: [{ role: "user", content }] },
    output,
    ...(isJson && { output_schema: { type: "object" } }),
    processing_time_ms: call.latencyMs,
    ttft_ms: call.firstTokenMs ?? null,
    timestamp: isoTime(call.startMs),
    tags: { team: request.team },
  };
}

/** Some variants call a model twice; each tenth inference is one of them. */
function halves(request: TrueRequest, call: TrueCall): readonly JsonObject[] {
  if (request.number % 10 !== 0 || call.isCacheHit) return [modelInference(call, 1)];
  const first = {
    ...call,
    uncached: Math.floor(call.uncached / 2),
    output: Math.floor(call.output / 2),
    costNanoUsd: Math.floor(call.costNanoUsd / 2),
  };
  const second = {
    ...call,
    uncached: call.uncached - first.uncached,
    output: call.output - first.output,
    costNanoUsd: call.costNanoUsd - first.costNanoUsd,
  };
  return [modelInference(first, 2), modelInference(second, 2)];
}

function modelInference(call: TrueCall, of: number): JsonObject {
  return {
    model_name: call.servedModel,
    model_provider_name: "openai",
    input_tokens: call.isCacheHit ? 0 : call.uncached,
    output_tokens: call.isCacheHit ? 0 : call.output,
    cost: dollars(call.costNanoUsd),
    response_time_ms: Math.floor(call.latencyMs / of),
    finish_reason: "stop",
    cached: call.isCacheHit,
  };
}

/** What a cache answered reports no tokens: that is not known, and not nothing. */
function forgetCachedUsage(call: TrueCall, { totals }: LogUnderWay): void {
  if (!call.isCacheHit) return;
  totals.unknownUsage += 1;
  totals.inputUncached -= call.uncached;
  totals.output -= call.output;
}

function writeFeedback(request: TrueRequest, { row, chance, totals }: LogUnderWay): void {
  if (chance.isTrue(0.3)) {
    const value = request.isAccepted;
    row({ id: "f1", target_id: idOf(request), metric_name: "solved", value }, "feedback.jsonl");
    totals[value ? "accepted" : "notAccepted"] += 1;
  }
  if (chance.isTrue(0.05)) {
    const target = uuid(request.number, "e");
    row({ id: "f2", target_id: target, metric_name: "liked", value: 0.5 }, "feedback.jsonl");
    countOne(totals.skipped, "verdict without a request");
  }
}

function idOf({ number }: TrueRequest): string {
  return uuid(number, "a");
}

function uuid(number: number, kind: string): string {
  return `0192f0aa-0000-7000-8000-${kind}${number.toString(16).padStart(11, "0")}`;
}
