import { isJsonObject, type JsonObject, type JsonValue } from "../core/json.ts";
import type { Message, ModelRequest } from "../core/model-request.ts";
import { jsonIn, readFlag, readJson, type Fault } from "./read-cell.ts";
import { amountOf, countOf, textOf } from "./read-field.ts";
import { readTools, readToolChoice } from "./read-tools.ts";
import type { RecordPlan } from "./record-plan.ts";
import type { Cell } from "./table-row.ts";

/** Most datasets offer no tools: one list for all of their records. */
const noTools: readonly JsonObject[] = [];

/** What a row says is asked of a model. */
export function readRequest(plan: RecordPlan, cells: readonly Cell[], fault: Fault): ModelRequest {
  const { tools: offered, toolChoice, stream } = plan;
  const tools =
    offered === undefined ? noTools : readTools(cells[offered.at], offered.column, fault);
  const request = {
    messages: readMessages(plan, cells, fault),
    tools,
    responseSchema: readSchema(plan, cells, fault),
    stream: stream !== undefined && readFlag(cells[stream.at], stream.column, fault) === true,
    slaMs: amountOf(plan.slaMs, cells, fault),
    maxOutputTokens: countOf(plan.maxOutputTokens, cells, fault),
  };
  if (toolChoice === undefined) return request;
  const { at, column } = toolChoice;
  return { ...request, toolChoice: readToolChoice(cells[at], tools, column, fault) };
}

/** A record's own schema goes before the one that the graders ask of every answer. */
function readSchema(
  { responseSchema, responseSchemaField: field, responseSchemas }: RecordPlan,
  cells: readonly Cell[],
  fault: Fault,
): JsonValue | undefined {
  if (field === undefined) return responseSchema;
  return responseSchemas.read(cells[field.at], field.column, fault) ?? responseSchema;
}

function readMessages(plan: RecordPlan, cells: readonly Cell[], fault: Fault): readonly Message[] {
  if (plan.messages !== undefined) {
    const { at, column } = plan.messages;
    return messagesIn(cells[at], column, fault);
  }
  const prompt = textOf(plan, plan.prompt, cells, fault);
  return prompt === undefined ? [] : [{ role: "user", content: prompt }];
}

function messagesIn(cell: Cell, column: string, fault: Fault): readonly Message[] {
  if (cell === undefined || cell === "") return [];
  const list = readJson(typeof cell === "string" ? jsonIn(cell) : cell, column, fault);
  if (!Array.isArray(list)) {
    if (list !== undefined || typeof cell === "string") {
      fault(column, "expected a list of messages as JSON");
    }
    return [];
  }
  const messages = (list as readonly JsonValue[]).filter(isMessage);
  if (messages.length < list.length) {
    fault(column, "every message needs a role and a content");
  }
  return messages;
}

function isMessage(value: JsonValue): value is JsonValue & Message {
  return (
    isJsonObject(value) && typeof value["role"] === "string" && Object.hasOwn(value, "content")
  );
}
