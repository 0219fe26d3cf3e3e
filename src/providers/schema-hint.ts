import { isJsonObject, type JsonObject, type JsonValue } from "../core/json.ts";

/**
 * What a response schema says plainly about one place. Nothing is resolved or validated here: an
 * answer only has to look like one that tried to follow it.
 */
export interface SchemaHint {
  readonly isKnown: boolean;
  readonly types: readonly string[];
  readonly choices: readonly JsonValue[] | undefined;
  readonly required: readonly string[] | undefined;
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  readonly minItems: number | undefined;
}

/** Brings a bound that is itself excluded just inside. */
const STEP = 1e-9;

/** Reads a schema's plain keywords; what it does not say stays absent. */
export function schemaHint(schema: JsonValue | undefined): SchemaHint {
  const known: JsonObject = isJsonObject(schema) ? schema : {};
  const types = strings(known["type"]) ?? [];
  const choices = known["const"] === undefined ? known["enum"] : [known["const"]];
  return {
    isKnown: types.length > 0 || isJsonObject(known["properties"]),
    types,
    choices: Array.isArray(choices) ? choices : undefined,
    required: strings(known["required"]) ?? (isJsonObject(known["properties"]) ? [] : undefined),
    minimum: number(known["minimum"]) ?? number(known["exclusiveMinimum"], STEP),
    maximum: number(known["maximum"]) ?? number(known["exclusiveMaximum"], -STEP),
    minItems: number(known["minItems"]),
  };
}

/** The schema of a field, as far as it is written in place. */
export function fieldSchema(schema: JsonValue | undefined, name: string): JsonValue | undefined {
  const properties = isJsonObject(schema) ? schema["properties"] : undefined;
  if (!isJsonObject(properties) || !Object.hasOwn(properties, name)) return undefined;
  return properties[name];
}

/** The schema of a list's items, as far as one is written for all of them. */
export function itemSchema(schema: JsonValue | undefined): JsonValue | undefined {
  return isJsonObject(schema) ? schema["items"] : undefined;
}

function strings(value: JsonValue | undefined): readonly string[] | undefined {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : undefined;
}

function number(value: JsonValue | undefined, step = 0): number | undefined {
  return typeof value === "number" ? value + step : undefined;
}
