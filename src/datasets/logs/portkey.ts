import type { JsonObject } from "../../core/json.ts";
import type { LoggedResult } from "../../core/logged-request.ts";
import type { Usage } from "../../core/usage.ts";
import { readFlag } from "../read-cell.ts";
import { failureOfError, resultOfBody } from "./answer-body.ts";
import { usageOfBody } from "./answer-usage.ts";
import { fieldSet } from "./field-set.ts";
import type { LogFormat, LogReading } from "./log-format.ts";
import { ownRows } from "./own-rows.ts";
import { failed, loggedAttempt } from "./logged-attempt.ts";
import { loggedInput } from "./logged-input.ts";
import { namedFields, objectNamed, textNamed, valueNamed } from "./named-fields.ts";
import { requestOfBody } from "./request-body.ts";
import { idIn, unmappedFields } from "./row-fields.ts";
import { usageOf } from "./usage-basis.ts";
import { endAfter } from "./units.ts";

const unmappedMetadata = unmappedFields("metadata");

/** Lines of Portkey's export of logs, which does not say what its cost counts. */
const rows: LogFormat = {
  name: "portkey",
  options: { costUnit: "required" },
  fields: fieldSet(
    "id trace_id created_at request response is_success ai_org ai_model",
    "req_units res_units cost cost_currency response_time response_status_code",
    "mode config prompt_slug metadata",
    // The sum of the two counts, and where the call went.
    "total_units request_url",
  ),
  defaults: { tags: { mode: "mode", config: "config", prompt_slug: "prompt_slug" } },
  read(row, reading) {
    const { fault } = reading;
    const id = idIn(row["id"], "id", fault);
    if (id === undefined) return;
    unmappedMetadata(objectNamed(row, "metadata") ?? {}, reading.unmapped);
    const fields = namedFields(row, "", reading);
    const startMs = fields.time("created_at");
    const latencyMs = fields.amount("response_time");
    const asked = objectNamed(objectNamed(row, "request"), "body") ?? objectNamed(row, "request");
    const reply = objectNamed(objectNamed(row, "response"), "body") ?? objectNamed(row, "response");
    const usage = usageIn(row, reply, reading);
    reading.emit({
      kind: "call",
      id,
      foldKey: textNamed(row, "trace_id") ?? id,
      row,
      startMs,
      endMs: endAfter(startMs, latencyMs),
      input: loggedInput(requestOfBody(asked ?? {}, "request.body", fault), usage),
      attempt: loggedAttempt({
        requestedModel: textNamed(asked, "model") ?? textNamed(row, "ai_model"),
        servedModel: textNamed(reply, "model") ?? textNamed(row, "ai_model"),
        provider: textNamed(row, "ai_org"),
        latencyMs,
        result: resultIn(row, reply, reading),
        usage,
        costNanoUsd: costIn(row, reading),
      }),
      unseenBefore: [],
    });
  },
};

export const portkey: LogFormat = ownRows(
  rows,
  "ai_model ai_org req_units res_units is_success response_status_code",
);

const CENTS_PER_USD = 100;

/** A cost in another currency is not known in dollars. */
function costIn(row: JsonObject, reading: LogReading): number | undefined {
  const currency = textNamed(row, "cost_currency") ?? "USD";
  if (currency.toUpperCase() !== "USD") {
    reading.unmapped("cost of another currency than USD");
    return undefined;
  }
  const { amount, costUsd } = namedFields(row, "", reading);
  if (reading.options.costUnit !== "cents") return costUsd("cost");
  const cents = amount("cost");
  if (cents === undefined) return undefined;
  return namedFields({ cost: cents / CENTS_PER_USD }, "", reading).costUsd("cost");
}

/** The reply's own counts know caches and reasoning; the columns count input and output alone. */
function usageIn(row: JsonObject, reply: JsonObject | undefined, reading: LogReading): Usage {
  const own = objectNamed(reply, "usage");
  if (own !== undefined) return usageOfBody(own, "response.body.usage.", reading);
  const { count } = namedFields(row, "", reading);
  return usageOf(
    {
      input: count("req_units"),
      cacheRead: undefined,
      cacheWrite: undefined,
      output: count("res_units"),
      reasoning: undefined,
      basis: "inside",
    },
    { cached: "req_units", reasoning: "res_units" },
    reading.fault,
  );
}

function resultIn(
  row: JsonObject,
  reply: JsonObject | undefined,
  reading: LogReading,
): LoggedResult {
  const isSuccess = readFlag(row["is_success"] ?? undefined, "is_success", reading.fault);
  const status = namedFields(row, "", reading).count("response_status_code");
  if (isSuccess !== false && (status === undefined || status < 400)) return resultOfBody(reply);
  const error = valueNamed(reply, "error");
  return error === undefined ? failed({ status }) : failureOfError(error, status);
}
