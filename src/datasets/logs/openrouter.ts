import type { JsonObject } from "../../core/json.ts";
import type { LoggedResult } from "../../core/logged-request.ts";
import { readFlag } from "../read-cell.ts";
import { fieldSet } from "./field-set.ts";
import type { LogFormat, LogReading } from "./log-format.ts";
import { ownRows } from "./own-rows.ts";
import { answered, failed, loggedAttempt } from "./logged-attempt.ts";
import { loggedInput } from "./logged-input.ts";
import { namedFields, textNamed } from "./named-fields.ts";
import { emptyRequest } from "./request-body.ts";
import { idIn } from "./row-fields.ts";
import { usageOf } from "./usage-basis.ts";
import { endAfter } from "./units.ts";

/**
 * Generations of OpenRouter: they hold no prompt. Two tokenizers count in them, and the native one
 * is billed. That `latency` runs to the first token and `generation_time` is the rest is not
 * written down anywhere: only the option `latency_parts: sum` adds them up.
 */
const rows: LogFormat = {
  name: "openrouter",
  options: { latencyParts: "optional", usageBasis: "optional" },
  fields: fieldSet(
    "id created_at model router provider_name streamed cancelled",
    "latency generation_time finish_reason native_finish_reason total_cost",
    "native_tokens_prompt native_tokens_completion",
    "native_tokens_cached native_tokens_reasoning external_user app_id origin",
    // Counts that are not billed, and the upstream's own ids and costs.
    "tokens_prompt tokens_completion upstream_id upstream_inference_cost usage",
    "is_byok api_type moderation_latency cache_discount",
  ),
  defaults: { owner: "external_user" },
  read(row, reading) {
    const id = idIn(row["id"], "id", reading.fault);
    if (id === undefined) return;
    const fields = namedFields(row, "", reading);
    const startMs = fields.time("created_at");
    const isStreamed = readFlag(row["streamed"] ?? undefined, "streamed", reading.fault) === true;
    const { latencyMs, firstMs } = latencyIn(row, reading);
    const usage = usageOf(
      {
        input: fields.count("native_tokens_prompt"),
        cacheRead: fields.count("native_tokens_cached"),
        cacheWrite: undefined,
        output: fields.count("native_tokens_completion"),
        reasoning: fields.count("native_tokens_reasoning"),
        basis: reading.options.usageBasis ?? "inside",
      },
      { cached: "native_tokens_cached", reasoning: "native_tokens_reasoning" },
      reading.fault,
    );
    reading.emit({
      kind: "call",
      id,
      foldKey: id,
      row,
      startMs,
      endMs: endAfter(startMs, latencyMs),
      input: loggedInput({ ...emptyRequest, stream: isStreamed }, usage),
      attempt: loggedAttempt({
        requestedModel: textNamed(row, "router"),
        servedModel: textNamed(row, "model"),
        provider: textNamed(row, "provider_name"),
        latencyMs,
        firstTokenMs: isStreamed ? firstMs : undefined,
        result: resultIn(row, reading),
        usage,
        costNanoUsd: fields.costUsd("total_cost"),
      }),
      unseenBefore: [],
    });
  },
};

export const openrouter: LogFormat = ownRows(
  rows,
  "native_tokens_prompt tokens_prompt generation_time provider_name is_byok upstream_id",
);

function latencyIn(
  row: JsonObject,
  reading: LogReading,
): { readonly latencyMs: number | undefined; readonly firstMs: number | undefined } {
  const fields = namedFields(row, "", reading);
  const firstMs = fields.amount("latency");
  const restMs = fields.amount("generation_time");
  if (reading.options.latencyParts !== "sum") return { latencyMs: undefined, firstMs: undefined };
  const isWhole = firstMs !== undefined && restMs !== undefined;
  return { latencyMs: isWhole ? firstMs + restMs : undefined, firstMs };
}

function resultIn(row: JsonObject, { fault }: LogReading): LoggedResult {
  if (readFlag(row["cancelled"] ?? undefined, "cancelled", fault) === true) {
    return failed({ name: "stream_interrupted", message: "cancelled" });
  }
  const finish = textNamed(row, "finish_reason", "native_finish_reason");
  if (finish === "error") return failed({ message: "finish reason error" });
  return finish === "content_filter" ? failed({ name: finish }) : answered(undefined, finish);
}
