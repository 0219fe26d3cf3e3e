import type { LogFormat } from "./log-format.ts";
import { payloadFields, readPayload } from "./litellm-payload.ts";
import { readSpendRow, spendFields } from "./litellm-spend.ts";

/** Any row of either log has most of these; of another format one might look like an answer. */
const marks = ["call_type", "model", "model_group", "status", "startTime"] as const;

/**
 * LiteLLM's two logs: rows of the table SpendLogs, and StandardLoggingPayload objects as callbacks
 * write them. They can stand in one file: a payload has `response_cost`, a row `spend`.
 */
export const litellm: LogFormat = {
  name: "litellm",
  options: {},
  fields: new Set([...spendFields, ...payloadFields]),
  defaults: {
    group: ["session_id", "trace_id"],
    owner: ["team_id", "metadata.user_api_key_team_id"],
    tags: {
      team: ["team_id", "metadata.user_api_key_team_id"],
      request_tag: "request_tags.0",
    },
  },
  read: (row, reading) => {
    if (!marks.some((name) => row[name] !== undefined)) {
      reading.fault("row", `has none of ${marks.join(", ")}: it is none of LiteLLM's`);
      return;
    }
    const isPayload = row["spend"] === undefined && row["request_id"] === undefined;
    if (isPayload) readPayload(row, reading);
    else readSpendRow(row, reading);
  },
};
