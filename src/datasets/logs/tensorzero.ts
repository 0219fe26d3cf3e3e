import { isJsonObject, type JsonObject } from "../../core/json.ts";
import { fieldSet } from "./field-set.ts";
import type { LogFormat, LogReading } from "./log-format.ts";
import { loggedAttempt } from "./logged-attempt.ts";
import { loggedInput } from "./logged-input.ts";
import { namedFields, objectNamed, objectsNamed, textNamed, valueNamed } from "./named-fields.ts";
import { idIn, unmappedFields } from "./row-fields.ts";
import { readFeedback, readModelInference } from "./tensorzero-joined.ts";
import { requestOf, resultOf } from "./tensorzero-content.ts";
import { endAfter } from "./units.ts";

/**
 * Inferences of TensorZero's tables, with their model inferences inside them or in rows of their own,
 * and feedback on them. A variant may call several models for one answer: that is one call of the
 * variant, which cost what they cost together.
 */
export const tensorzero: LogFormat = {
  name: "tensorzero",
  options: {},
  fields: fieldSet(
    "id function_name variant_name episode_id timestamp tags",
    "input output output_schema tool_params inference_params",
    "processing_time_ms ttft_ms model_inferences",
    "inference_id model_name model_provider_name input_tokens output_tokens",
    "cost response_time_ms finish_reason cached",
    "target_id metric_name value",
    // The same texts as the provider wrote them, and versions of the gateway's own configuration.
    "raw_request raw_response system input_messages snapshot_hash",
    "feedback_type target_type",
  ),
  defaults: { group: "episode_id", tags: { function: "function_name" } },
  read(row, reading) {
    if (valueNamed(row, "variant_name") !== undefined) readInference(row, reading);
    else if (valueNamed(row, "model_name") !== undefined) {
      readModelInference(row, textNamed(row, "inference_id"), reading);
    } else if (valueNamed(row, "value") !== undefined) readFeedback(row, reading);
    else reading.fault("variant_name", "neither an inference, nor a model's, nor feedback");
  },
};

const unmappedTags = unmappedFields("tags");

function readInference(row: JsonObject, reading: LogReading): void {
  const id = idIn(row["id"], "id", reading.fault);
  if (id === undefined) return;
  unmappedTags(objectNamed(row, "tags") ?? {}, reading.unmapped);
  const fields = namedFields(row, "", reading);
  const startMs = fields.time("timestamp");
  const latencyMs = fields.amount("processing_time_ms");
  const models = objectsNamed(row, "model_inferences");
  reading.emit({
    kind: "call",
    id,
    foldKey: id,
    row,
    startMs,
    endMs: endAfter(startMs, latencyMs),
    input: loggedInput(requestOf(row, reading), undefined),
    attempt: loggedAttempt({
      route: textNamed(row, "variant_name"),
      latencyMs,
      firstTokenMs: fields.amount("ttft_ms"),
      result: resultOf(row, textNamed(models.at(-1), "finish_reason"), reading),
    }),
    unseenBefore: [],
  });
  for (const model of models) if (isJsonObject(model)) readModelInference(model, id, reading);
}
