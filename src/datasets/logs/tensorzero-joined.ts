import type { JsonObject } from "../../core/json.ts";
import { unknownUsage } from "../../core/usage.ts";
import { readFlag } from "../read-cell.ts";
import type { LoggedVerdict } from "./log-event.ts";
import type { LogReading } from "./log-format.ts";
import { answered, loggedAttempt } from "./logged-attempt.ts";
import { namedFields, textNamed, valueNamed } from "./named-fields.ts";
import { usageOf } from "./usage-basis.ts";

/** One call of a model within an inference. What a cache answered reports no tokens: they are not known. */
export function readModelInference(
  row: JsonObject,
  inferenceId: string | undefined,
  reading: LogReading,
): void {
  const { fault } = reading;
  if (inferenceId === undefined) {
    return fault("inference_id", "is empty: model inferences are joined by it");
  }
  const fields = namedFields(row, "", reading);
  const isCacheHit = readFlag(row["cached"] ?? undefined, "cached", fault) === true;
  const usage = usageOf(
    {
      input: fields.count("input_tokens"),
      cacheRead: undefined,
      cacheWrite: undefined,
      output: fields.count("output_tokens"),
      reasoning: undefined,
      basis: "inside",
    },
    { cached: "input_tokens", reasoning: "output_tokens" },
    fault,
  );
  reading.emit({
    kind: "measure",
    foldKey: inferenceId,
    row,
    attempt: loggedAttempt({
      servedModel: textNamed(row, "model_name"),
      provider: textNamed(row, "model_provider_name"),
      result: answered(undefined, undefined),
      usage: isCacheHit ? unknownUsage : usage,
      costNanoUsd: fields.costUsd("cost"),
      isCacheHit,
    }),
  });
}

/** Feedback on an inference: a yes or no is a verdict, a number is a signal by its metric's name. */
export function readFeedback(row: JsonObject, reading: LogReading): void {
  const foldKey = textNamed(row, "target_id", "inference_id");
  if (foldKey === undefined)
    return reading.fault("target_id", "is empty: feedback is joined by it");
  const metric = textNamed(row, "metric_name");
  const value = valueNamed(row, "value");
  if (metric === undefined) return reading.skip("feedback without a metric");
  if (typeof value !== "boolean" && typeof value !== "number") {
    return reading.fault("value", "expected true, false or a number");
  }
  const verdict: LoggedVerdict = {
    ...(typeof value === "boolean" && { accepted: value }),
    signals: Object.fromEntries([[metric, value]]),
  };
  reading.emit({ kind: "verdict", foldKey, row, verdict });
}
