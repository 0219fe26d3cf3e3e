import type { JsonObject, JsonValue } from "../../core/json.ts";
import type { LoggedResult } from "../../core/logged-request.ts";
import type { ModelRequest } from "../../core/model-request.ts";
import type { Usage } from "../../core/usage.ts";
import { readJson } from "../read-cell.ts";
import { readTools } from "../read-tools.ts";
import type { LogFormat, LogReading } from "./log-format.ts";
import { answered, failed, loggedAttempt } from "./logged-attempt.ts";
import { loggedInput } from "./logged-input.ts";
import { spansIn, type LoggedSpan } from "./logged-span.ts";
import { inputMessages, outputMessage, textOfMessage, toolCallsOf } from "./otel-content.ts";
import { emptyRequest } from "./request-body.ts";
import { namedFields, textNamed, unquoted, valueNamed } from "./named-fields.ts";
import { textIn } from "./row-fields.ts";
import { secondsToMs } from "./units.ts";
import { usageOf } from "./usage-basis.ts";

/** Spans of the GenAI conventions in OTLP/JSON, one a line or in envelopes, by today's and older names. */
export const otelGenai: LogFormat = {
  name: "otel-genai",
  options: {},
  fields: new Set(),
  defaults: { group: "gen_ai.conversation.id" },
  read(row, reading) {
    for (const span of spansIn(row, reading)) readSpan(span, reading);
  },
};

const callsOfModels = new Set(["chat", "text_completion", "generate_content"]);

const names = {
  requestedModel: ["gen_ai.request.model"],
  servedModel: ["gen_ai.response.model"],
  provider: ["gen_ai.provider.name", "gen_ai.system"],
  input: ["gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens"],
  output: ["gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens"],
  cacheRead: ["gen_ai.usage.cache_read.input_tokens"],
  cacheWrite: ["gen_ai.usage.cache_write.input_tokens", "gen_ai.usage.cache_creation.input_tokens"],
  reasoning: ["gen_ai.usage.reasoning.output_tokens"],
  firstToken: ["gen_ai.response.time_to_first_chunk"],
  responseId: ["gen_ai.response.id"],
  finish: ["gen_ai.response.finish_reasons"],
  operation: ["gen_ai.operation.name"],
  error: ["error.type"],
  conversation: ["gen_ai.conversation.id"],
  outputLimit: ["gen_ai.request.max_tokens"],
  stream: ["gen_ai.request.stream"],
  tools: ["gen_ai.tool.definitions"],
  content: ["gen_ai.input.messages", "gen_ai.output.messages", "gen_ai.system_instructions"],
};
const known = new Set(Object.values(names).flat());

function readSpan(span: LoggedSpan, reading: LogReading): void {
  const { attributes } = span;
  const operation = textNamed(attributes, ...names.operation);
  const isCall = operation === undefined ? isOldCall(attributes) : callsOfModels.has(operation);
  if (!isCall) return reading.skip(`${operation ?? "other"} span`);
  for (const name of Object.keys(attributes)) if (!known.has(name)) reading.unmapped(name);
  const fields = namedFields(attributes, "", reading);
  const firstTokenS = fields.amount(...names.firstToken);
  const usage = usageIn(attributes, reading);
  reading.emit({
    kind: "call",
    id: span.spanId,
    foldKey: span.traceId,
    chain: span.parentId ?? "",
    responseId: textNamed(attributes, ...names.responseId),
    row: span.row,
    startMs: span.startMs,
    endMs: span.endMs,
    input: loggedInput(requestIn(span, reading), usage),
    attempt: loggedAttempt({
      requestedModel: textNamed(attributes, ...names.requestedModel),
      servedModel: textNamed(attributes, ...names.servedModel),
      provider: textNamed(attributes, ...names.provider),
      latencyMs: span.latencyMs,
      firstTokenMs: firstTokenS === undefined ? undefined : secondsToMs(firstTokenS),
      result: resultIn(span),
      usage,
    }),
    unseenBefore: [],
  });
}

/** Before operations had names, a span with a model and a system was a call. */
function isOldCall(attributes: JsonObject): boolean {
  const isNamed = textNamed(attributes, ...names.requestedModel) !== undefined;
  return isNamed && textNamed(attributes, ...names.provider) !== undefined;
}

/** Input counts the cached tokens, output the reasoning. */
function usageIn(attributes: JsonObject, reading: LogReading): Usage {
  const { count } = namedFields(attributes, "", reading);
  return usageOf(
    {
      input: count(...names.input),
      cacheRead: count(...names.cacheRead),
      cacheWrite: count(...names.cacheWrite),
      output: count(...names.output),
      reasoning: count(...names.reasoning),
      basis: "inside",
    },
    { cached: names.cacheRead[0]!, reasoning: names.reasoning[0]! },
    reading.fault,
  );
}

function requestIn(span: LoggedSpan, reading: LogReading): ModelRequest {
  const { attributes } = span;
  const tools = valueNamed(attributes, names.tools[0]!);
  return {
    ...emptyRequest,
    messages: inputMessages(span).filter(({ content }) => isReadable(content, reading)),
    tools: tools === undefined ? [] : readTools(tools, names.tools[0]!, reading.fault),
    stream: valueNamed(attributes, names.stream[0]!) === true,
    maxOutputTokens: namedFields(attributes, "", reading).count(...names.outputLimit),
  };
}

/** What later steps can walk through; a fault where it is nested too deeply for them. */
function isReadable(content: JsonValue, { fault }: LogReading): boolean {
  return readJson(content, "gen_ai.input.messages", fault) !== undefined;
}

function resultIn(span: LoggedSpan): LoggedResult {
  const error = textNamed(span.attributes, ...names.error);
  if (error !== undefined || span.isError) {
    return failed({ status: error, name: error, message: span.statusMessage });
  }
  const message = outputMessage(span);
  const reasons = unquoted(valueNamed(span.attributes, "gen_ai.response.finish_reasons"));
  const finish = Array.isArray(reasons)
    ? textIn(reasons[0] as JsonValue)
    : textNamed(message, "finish_reason");
  return answered(
    message === undefined ? undefined : textOfMessage(message),
    finish,
    message === undefined ? [] : toolCallsOf(message),
  );
}
