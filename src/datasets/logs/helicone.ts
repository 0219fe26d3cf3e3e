import type { JsonObject } from "../../core/json.ts";
import type { LoggedResult } from "../../core/logged-request.ts";
import type { Usage } from "../../core/usage.ts";
import { failureOfError, resultOfBody } from "./answer-body.ts";
import { fieldSet } from "./field-set.ts";
import type { LogFormat, LogReading } from "./log-format.ts";
import { ownRows } from "./own-rows.ts";
import { failed, loggedAttempt } from "./logged-attempt.ts";
import { loggedInput } from "./logged-input.ts";
import { namedFields, objectNamed, textNamed, valueNamed } from "./named-fields.ts";
import { requestOfBody } from "./request-body.ts";
import { idIn, unmappedFields } from "./row-fields.ts";
import { basisByTotal, usageOf } from "./usage-basis.ts";
import { endAfter } from "./units.ts";

/** Lines of Helicone's export. */
const rows: LogFormat = {
  name: "helicone",
  options: { usageBasis: "optional" },
  fields: fieldSet(
    "request_id request_created_at request_body request_model request_user_id",
    "request_properties properties provider model_override signed_body_url",
    "response_body response_status response_model",
    "delay_ms time_to_first_token cost costUSD",
    "prompt_tokens completion_tokens total_tokens",
    "prompt_cache_read_tokens prompt_cache_write_tokens",
    // Where the call came in and was answered: the same times and ids once more.
    "request_path response_id response_created_at helicone_user",
  ),
  defaults: { owner: "request_user_id" },
  read(row, reading) {
    const { fault } = reading;
    const id = idIn(row["request_id"], "request_id", fault);
    if (id === undefined) return;
    const properties = objectNamed(row, "request_properties", "properties");
    unmappedProperties(properties ?? {}, reading.unmapped);
    const fields = namedFields(row, "", reading);
    const startMs = fields.time("request_created_at");
    const latencyMs = fields.amount("delay_ms");
    const usage = usageIn(row, reading);
    const body = objectNamed(row, "request_body") ?? {};
    reading.emit({
      kind: "call",
      id,
      foldKey: id,
      row,
      startMs,
      endMs: endAfter(startMs, latencyMs),
      // Without messages the body is kept elsewhere, behind `signed_body_url`, or nowhere.
      input: loggedInput(requestOfBody(body, "request_body", fault), usage),
      attempt: loggedAttempt({
        route: textNamed(properties, "route"),
        requestedModel: textNamed(row, "model_override", "request_model"),
        servedModel: textNamed(row, "response_model"),
        provider: textNamed(row, "provider"),
        latencyMs,
        firstTokenMs: fields.amount("time_to_first_token"),
        result: resultIn(row, reading),
        usage,
        costNanoUsd: fields.costUsd("cost", "costUSD"),
      }),
      unseenBefore: [],
    });
  },
};

export const helicone: LogFormat = ownRows(
  rows,
  "request_created_at request_path request_model response_created_at delay_ms helicone_user",
);

const unmappedProperties = unmappedFields("request_properties", new Set(["route"]));

/** What the prompt count holds is its provider's affair: the total says it, or the option does. */
function usageIn(row: JsonObject, reading: LogReading): Usage {
  const { options, fault } = reading;
  const { count } = namedFields(row, "", reading);
  const cacheReadName = "prompt_cache_read_tokens";
  const input = count("prompt_tokens");
  const output = count("completion_tokens");
  const cacheRead = count(cacheReadName);
  const cacheWrite = count("prompt_cache_write_tokens");
  const cached = (cacheRead ?? 0) + (cacheWrite ?? 0);
  const basis =
    basisByTotal({ input: input ?? 0, output: output ?? 0, cached }, count("total_tokens")) ??
    options.usageBasis;
  if (basis === undefined) {
    fault("total_tokens", "does not say whether prompt_tokens counts the cached: say usage_basis");
  }
  return usageOf(
    { input, cacheRead, cacheWrite, output, reasoning: undefined, basis: basis ?? "inside" },
    { cached: cacheReadName, reasoning: "completion_tokens" },
    fault,
  );
}

/** Answers have a status of 200 to 299; numbers that are no HTTP status are Helicone's own failures. */
function resultIn(row: JsonObject, reading: LogReading): LoggedResult {
  const body = objectNamed(row, "response_body");
  const status = valueNamed(row, "response_status");
  const code = typeof status === "string" ? Number(status) : status;
  if (code === undefined || (typeof code === "number" && code >= 200 && code < 300)) {
    return resultOfBody(body);
  }
  if (typeof code !== "number" || !Number.isInteger(code)) {
    reading.fault("response_status", "expected an HTTP status");
    return failed({});
  }
  const error = valueNamed(body, "error");
  if (error !== undefined) return failureOfError(error, code);
  return failed({ status: code, message: `status ${code}` });
}
