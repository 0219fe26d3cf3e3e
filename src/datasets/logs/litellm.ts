import type { LogFormat } from "./log-format.ts";
import { ownRows } from "./own-rows.ts";
import { payloadFields, readPayload } from "./litellm-payload.ts";
import { readSpendRow, spendFields } from "./litellm-spend.ts";

/**
 * LiteLLM's two logs: rows of the table SpendLogs, and StandardLoggingPayload objects as callbacks
 * write them. They can stand in one file: a payload has `response_cost`, a row `spend`.
 */
const rows: LogFormat = {
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
    const isPayload = row["spend"] === undefined && row["request_id"] === undefined;
    if (isPayload) readPayload(row, reading);
    else readSpendRow(row, reading);
  },
};

export const litellm: LogFormat = ownRows(
  rows,
  "call_type startTime model_group spend response_cost litellm_call_id custom_llm_provider",
);
