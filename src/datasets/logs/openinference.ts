import type { JsonObject } from "../../core/json.ts";
import type { LoggedResult } from "../../core/logged-request.ts";
import type { ModelRequest } from "../../core/model-request.ts";
import type { Usage } from "../../core/usage.ts";
import { readTools } from "../read-tools.ts";
import type { LogFormat, LogReading } from "./log-format.ts";
import { answered, failed, loggedAttempt } from "./logged-attempt.ts";
import { loggedInput } from "./logged-input.ts";
import { spansIn, type LoggedSpan } from "./logged-span.ts";
import { inputText, messagesUnder, toolCallsUnder } from "./openinference-content.ts";
import { emptyRequest, requestOfBody } from "./request-body.ts";
import { objectNamed, namedFields, textNamed } from "./named-fields.ts";
import { unmappedFields } from "./row-fields.ts";
import { usageOf } from "./usage-basis.ts";

/** Spans with OpenInference's names, as Phoenix exports them or in OTLP/JSON. */
export const openinference: LogFormat = {
  name: "openinference",
  options: {},
  fields: new Set(),
  defaults: { group: "session.id", owner: "user.id" },
  read(row, reading) {
    for (const span of spansIn(row, reading)) readSpan(span, reading);
  },
};

const known = new Set([
  "openinference.span.kind",
  "llm.model_name",
  "llm.request.model_name",
  "llm.response.model_name",
  "llm.provider",
  "llm.system",
  "llm.finish_reason",
  "llm.invocation_parameters",
  "llm.token_count.prompt",
  "llm.token_count.prompt_details.cache_read",
  "llm.token_count.prompt_details.cache_write",
  "llm.token_count.completion",
  "llm.token_count.completion_details.reasoning",
  "llm.token_count.total",
  "llm.cost.total",
  // Parts of the total.
  "llm.cost.prompt",
  "llm.cost.completion",
  "input.value",
  "input.mime_type",
  "output.value",
  "output.mime_type",
  "session.id",
  "user.id",
  "metadata",
]);
const unmappedMetadata = unmappedFields("metadata");
const knownLists = /^llm\.(input_messages|output_messages|tools)\./;

function readSpan(span: LoggedSpan, reading: LogReading): void {
  const { attributes } = span;
  const kind = textNamed(attributes, "openinference.span.kind") ?? "other";
  if (kind.toUpperCase() !== "LLM") return reading.skip(`${kind.toLowerCase()} span`);
  for (const name of Object.keys(attributes)) {
    if (!known.has(name) && !knownLists.test(name)) reading.unmapped(name);
  }
  const metadata = objectNamed(attributes, "metadata") ?? {};
  unmappedMetadata(metadata, reading.unmapped);
  const usage = usageIn(attributes, reading);
  reading.emit({
    kind: "call",
    id: span.spanId,
    foldKey: span.traceId,
    chain: span.parentId ?? "",
    row: { ...span.row, metadata },
    startMs: span.startMs,
    endMs: span.endMs,
    input: loggedInput(requestIn(attributes, reading), usage),
    attempt: loggedAttempt({
      requestedModel: textNamed(attributes, "llm.request.model_name"),
      servedModel: textNamed(attributes, "llm.response.model_name", "llm.model_name"),
      provider: textNamed(attributes, "llm.provider", "llm.system"),
      latencyMs: span.latencyMs,
      result: resultIn(span),
      usage,
      costNanoUsd: namedFields(attributes, "", reading).costUsd("llm.cost.total"),
    }),
    unseenBefore: [],
  });
}

/** The prompt counts the cached tokens, as its details say. */
function usageIn(attributes: JsonObject, reading: LogReading): Usage {
  const { count } = namedFields(attributes, "", reading);
  const cached = "llm.token_count.prompt_details.cache_read";
  const reasoning = "llm.token_count.completion_details.reasoning";
  return usageOf(
    {
      input: count("llm.token_count.prompt"),
      cacheRead: count(cached),
      cacheWrite: count("llm.token_count.prompt_details.cache_write"),
      output: count("llm.token_count.completion"),
      reasoning: count(reasoning),
      basis: "inside",
    },
    { cached, reasoning },
    reading.fault,
  );
}

function requestIn(attributes: JsonObject, { fault }: LogReading): ModelRequest {
  const column = "llm.invocation_parameters";
  const parameters = requestOfBody(objectNamed(attributes, column) ?? {}, column, fault);
  const tools = Object.keys(attributes)
    .filter((name) => /^llm\.tools\.\d+\.tool\.json_schema$/.test(name))
    .flatMap((name) => objectNamed(attributes, name) ?? []);
  const listed = messagesUnder(attributes, "llm.input_messages");
  return {
    ...emptyRequest,
    ...parameters,
    messages: listed.length > 0 ? listed : inputText(attributes),
    tools: tools.length === 0 ? parameters.tools : readTools(tools, "llm.tools", fault),
  };
}

function resultIn({ attributes, events, isError, statusMessage }: LoggedSpan): LoggedResult {
  const exception = events.find(({ name }) => name === "exception")?.attributes;
  if (isError) {
    return failed({
      name: textNamed(exception, "exception.type"),
      message: textNamed(exception, "exception.message") ?? statusMessage,
    });
  }
  const [message] = messagesUnder(attributes, "llm.output_messages");
  const text =
    typeof message?.content === "string" ? message.content : textNamed(attributes, "output.value");
  const toolCalls = toolCallsUnder(attributes, "llm.output_messages.0.message.tool_calls");
  return answered(text, textNamed(attributes, "llm.finish_reason"), toolCalls);
}
