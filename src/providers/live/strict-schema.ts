import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";

/** Keywords that hold schemas by name, that hold lists of schemas, and that hold one. */
const schemasByName = ["properties", "$defs", "definitions"];
const schemaLists = ["anyOf", "prefixItems"];
const singleSchemas = ["items"];
/** What strict mode does not know: with one of them the schema is only a request. */
const unknownToStrict = [
  "allOf",
  "oneOf",
  "not",
  "if",
  "then",
  "else",
  "patternProperties",
  "propertyNames",
  "dependentRequired",
  "dependentSchemas",
  "unevaluatedProperties",
  "contains",
];
const saysWhat = ["type", "anyOf", "$ref", "enum", "const"];

/**
 * Whether OpenAI can enforce the schema: every object closed, every property required. Where it
 * cannot, the same schema is sent without `strict`, and the model may break it.
 */
export function allowsStrict(schema: JsonValue): boolean {
  if (!isJsonObject(schema)) return false;
  if (unknownToStrict.some((keyword) => Object.hasOwn(schema, keyword))) return false;
  if (!saysWhat.some((keyword) => Object.hasOwn(schema, keyword))) return false;
  return (
    (isObjectSchema(schema) ? isClosed(schema) : true) && innerSchemas(schema).every(allowsStrict)
  );
}

function isObjectSchema({ type, properties }: JsonObject): boolean {
  return properties !== undefined || type === "object" || listOf(type).includes("object");
}

function isClosed(schema: JsonObject): boolean {
  if (schema["additionalProperties"] !== false) return false;
  const { properties } = schema;
  const required = listOf(schema["required"]);
  const names = isJsonObject(properties) ? Object.keys(properties) : [];
  return names.every((name) => required.includes(name));
}

function innerSchemas(schema: JsonObject): readonly JsonValue[] {
  return [
    ...schemasByName.flatMap((keyword) => {
      const named = schema[keyword];
      return isJsonObject(named) ? Object.values(named) : [];
    }),
    ...schemaLists.flatMap((keyword) => listOf(schema[keyword])),
    ...singleSchemas.flatMap((keyword) => schema[keyword] ?? []),
  ];
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}
