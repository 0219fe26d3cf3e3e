import { isJsonObject, type JsonObject, type JsonValue } from "../core/json.ts";
import { jsonIn, readJson, shown, type Fault } from "./read-cell.ts";
import type { Cell } from "./table-row.ts";

const noTools: readonly JsonObject[] = [];

/**
 * The tools that a request offers, as `{name, description?, parameters?}` whichever vendor's form
 * they were written in; faults name the tool by its place in the list.
 */
export function readTools(cell: Cell, column: string, fault: Fault): readonly JsonObject[] {
  if (cell === undefined || cell === null || cell === "") return noTools;
  const list = readJson(typeof cell === "string" ? jsonIn(cell) : cell, column, fault);
  if (!Array.isArray(list)) {
    fault(column, "expected a list of tools as JSON");
    return noTools;
  }
  const names = new Set<string>();
  return (list as readonly JsonValue[]).flatMap((entry, index) => {
    const tool = toolIn(entry);
    if (typeof tool === "string") fault(column, `tool ${index + 1} ${tool}`);
    else if (names.has(tool.name)) fault(column, `tool ${index + 1} has an earlier one's name`);
    else {
      names.add(tool.name);
      return [tool];
    }
    return [];
  });
}

type Tool = JsonObject & { readonly name: string };

/** A tool, or what is wrong with it. */
function toolIn(entry: JsonValue): Tool | string {
  if (!isJsonObject(entry)) return "is no object";
  const inner = entry["function"];
  const written = entry["type"] === "function" && isJsonObject(inner) ? inner : entry;
  const { name, description } = written;
  const parameters = written["parameters"] ?? written["input_schema"] ?? undefined;
  if (typeof name !== "string" || name === "") return "has no name";
  if (typeof (description ?? "") !== "string") return "has a description that is no text";
  if (parameters !== undefined && !isJsonObject(parameters)) {
    return "has parameters that are no JSON Schema object";
  }
  return {
    name,
    ...(typeof description === "string" && { description }),
    ...(parameters !== undefined && { parameters }),
  };
}

/**
 * `auto`, `required`, `none`, or the name of a tool, from that word or from a vendor's object. A
 * name is held against the record's tools where it has any.
 */
export function readToolChoice(
  cell: Cell,
  tools: readonly JsonObject[],
  column: string,
  fault: Fault,
): string | undefined {
  if (cell === undefined || cell === null || cell === "") return undefined;
  const isObjectText = typeof cell === "string" && cell.trimStart().startsWith("{");
  const choice = choiceIn(isObjectText ? jsonIn(cell) : cell);
  if (choice === undefined) {
    fault(column, `expected auto, required, none or a tool's name, got ${shown(cell)}`);
    return undefined;
  }
  if (choice.kind === "mode") return choice.mode;
  if (tools.length === 0 || tools.some(({ name }) => name === choice.name)) return choice.name;
  fault(column, `${shown(choice.name)} is none of the record's tools`);
  return undefined;
}

type Choice =
  | { readonly kind: "mode"; readonly mode: string }
  | { readonly kind: "name"; readonly name: string };

const modes: ReadonlyMap<JsonValue | undefined, string> = new Map([
  ["auto", "auto"],
  ["none", "none"],
  ["required", "required"],
  // Anthropic's word.
  ["any", "required"],
]);

function choiceIn(value: JsonValue | undefined): Choice | undefined {
  const word = isJsonObject(value) ? value["type"] : value;
  const mode = modes.get(word);
  if (mode !== undefined) return { kind: "mode", mode };
  if (typeof value === "string") return { kind: "name", name: value };
  if (!isJsonObject(value)) return undefined;
  const inner = value["function"];
  const name = isJsonObject(inner) ? inner["name"] : value["name"];
  return typeof name === "string" && name !== "" ? { kind: "name", name } : undefined;
}
