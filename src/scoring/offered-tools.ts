import { isJsonObject, type JsonValue } from "../core/json.ts";
import type { ReplayRecord } from "../core/replay-record.ts";
import { type CompiledSchema, type SchemaLibrary, usableSchema } from "./schema-library.ts";

/** A tool that a request offers, as far as its calls are judged by it. */
export interface OfferedTool {
  readonly schema: CompiledSchema;
  /** By argument: what leaving it out means. */
  readonly defaults: ReadonlyMap<string, JsonValue>;
}

/** A record's tool by name; throws where its own schema cannot be used. */
export function offeredTool(
  { request, source, id }: ReplayRecord,
  name: string,
  schemas: SchemaLibrary,
): OfferedTool | undefined {
  const tool = request.tools.find((offered) => offered["name"] === name);
  if (tool === undefined) return undefined;
  const parameters = tool["parameters"] ?? true;
  const where = `${source}: record "${id}": tool "${name}"`;
  const schema = usableSchema(schemas.compile(parameters), where);
  return { schema, defaults: defaultsOf(parameters) };
}

function defaultsOf(parameters: JsonValue): ReadonlyMap<string, JsonValue> {
  const properties = isJsonObject(parameters) ? parameters["properties"] : undefined;
  const found = new Map<string, JsonValue>();
  if (!isJsonObject(properties)) return found;
  for (const [argument, property] of Object.entries(properties)) {
    const value = isJsonObject(property) ? property["default"] : undefined;
    if (value !== undefined) found.set(argument, value);
  }
  return found;
}
