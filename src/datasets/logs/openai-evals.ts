import type { JsonObject } from "../../core/json.ts";
import type { LoggedResult } from "../../core/logged-request.ts";
import type { ModelRequest } from "../../core/model-request.ts";
import type { Signal } from "../../core/replay-record.ts";
import { readFlag, readScore } from "../read-cell.ts";
import { failureOfError } from "./answer-body.ts";
import { usageOfBody } from "./answer-usage.ts";
import type { LoggedVerdict } from "./log-event.ts";
import type { LogReading } from "./log-format.ts";
import { answered, loggedAttempt } from "./logged-attempt.ts";
import { loggedInput } from "./logged-input.ts";
import { contentText, listedToolCalls } from "./message-content.ts";
import { emptyRequest, messagesIn } from "./request-body.ts";
import { firstNamed, objectNamed, objectsNamed, textNamed, valueNamed } from "./named-fields.ts";

/** What an item's prompt is called, where nothing says so: the first that it has. */
const promptNames = ["messages", "input", "prompt", "question"];

/** A row of an evaluation's dataset: an item, and sometimes a stored answer beside it. */
export function readEvalItem(row: JsonObject, reading: LogReading): void {
  const item = objectNamed(row, "item");
  if (item === undefined) return reading.fault("item", "expected an object");
  const id = textNamed(item, "id", "custom_id") ?? textNamed(row, "id");
  if (id === undefined) return reading.fault("item.id", "is empty: every item needs an id");
  const request = requestOfItem(item, "item", reading);
  const sample = objectNamed(row, "sample");
  if (sample === undefined) {
    const input = loggedInput(request, undefined);
    reading.emit({ kind: "request", id, foldKey: id, row, startMs: undefined, input });
  } else emitAnswer(id, row, request, sample, reading);
}

/** What a run of an evaluation kept of one item: the answer, and what its graders made of it. */
export function readEvalOutput(row: JsonObject, reading: LogReading): void {
  const id = textNamed(row, "id");
  if (id === undefined) return reading.fault("id", "is empty: every output item needs an id");
  const sample = objectNamed(row, "sample") ?? {};
  const item = objectNamed(row, "datasource_item");
  const messages = messagesIn(valueNamed(sample, "input"), "user", "sample.input", reading.fault);
  const request =
    messages.length > 0
      ? { ...emptyRequest, messages }
      : requestOfItem(item ?? {}, "datasource_item", reading);
  emitAnswer(id, row, request, sample, reading);
}

function emitAnswer(
  id: string,
  row: JsonObject,
  request: ModelRequest,
  sample: JsonObject,
  reading: LogReading,
): void {
  const used = objectNamed(sample, "usage");
  const usage = used === undefined ? undefined : usageOfBody(used, "sample.usage.", reading);
  const results = objectsNamed(row, "results");
  const result = resultIn(sample);
  reading.emit({
    kind: "call",
    id,
    foldKey: id,
    row,
    startMs: undefined,
    endMs: undefined,
    input: loggedInput(request, usage),
    attempt: loggedAttempt({
      servedModel: textNamed(sample, "model"),
      provider: "openai",
      result,
      ...(usage !== undefined && { usage }),
    }),
    unseenBefore: [],
    ...(results.length > 0 && { verdict: verdictOf(results, reading) }),
  });
}

function requestOfItem(item: JsonObject, column: string, { fault }: LogReading): ModelRequest {
  const found = firstNamed(item, promptNames);
  if (found === undefined) return emptyRequest;
  const messages = messagesIn(found.value, "user", `${column}.${found.name}`, fault);
  return { ...emptyRequest, messages };
}

function resultIn(sample: JsonObject): LoggedResult {
  const error = valueNamed(sample, "error");
  if (error !== undefined) return failureOfError(error);
  const finish = textNamed(sample, "finish_reason");
  const messages = objectsNamed(sample, "output");
  const text =
    messages.length === 0
      ? textNamed(sample, "output_text", "output")
      : messages.map(({ content }) => contentText(content)).join("\n");
  return answered(text, finish, messages.flatMap(listedToolCalls));
}

/** Accepted is what every grader passed; the score is their mean; each by name is a signal. */
function verdictOf(results: readonly JsonObject[], { fault }: LogReading): LoggedVerdict {
  const signals: [string, Signal][] = [];
  const scores: number[] = [];
  let accepted: boolean | undefined;
  for (const [index, result] of results.entries()) {
    const passed = readFlag(valueNamed(result, "passed"), `results.${index}.passed`, fault);
    const score = readScore(valueNamed(result, "score"), `results.${index}.score`, fault);
    if (passed !== undefined) {
      accepted = accepted !== false && passed;
      signals.push([textNamed(result, "name") ?? `grader ${index + 1}`, passed]);
    }
    if (score !== undefined) scores.push(score);
  }
  return {
    ...(accepted !== undefined && { accepted }),
    ...(scores.length > 0 && { score: scores.reduce((sum, one) => sum + one, 0) / scores.length }),
    signals: Object.fromEntries(signals),
  };
}
