import { isJsonObject, type JsonObject, type JsonValue } from "../core/json.ts";
import { didYouMean } from "../core/nearest-name.ts";
import type { ReplayRecord } from "../core/replay-record.ts";
import type { Score } from "../core/score.ts";
import type { Grader, GraderSetup, Judge, OptionProblem } from "./grader.ts";
import { isList, isSet } from "./grader-options.ts";
import { excerpt, malformed, right, unscored } from "./make-score.ts";
import { formatNames, type UnknownFormat } from "./schema-engine.ts";
import { faultOfErrors, faultOfText } from "./schema-faults.ts";
import {
  type BrokenSchema,
  type CompiledSchema,
  describe,
  type SchemaLibrary,
  usableSchema,
} from "./schema-library.ts";

/** The answer is JSON that follows a schema: the grader's own, else the one the request asks for. */
export const jsonSchema: Grader = {
  reads: "text",
  optionsSchema: {
    type: "object",
    properties: { schema: {}, allow_fence: { type: "boolean" } },
    additionalProperties: false,
  },
  check: checkSchemaOption,
  prepare: prepareJsonSchema,
};

/** Beyond this many characters only the verdict is worked out, not every single fault. */
const EXPLAINED_CHARS = 100_000;
const EXPLAINED_FAULTS = 3;

function checkSchemaOption(options: JsonObject, schemas: SchemaLibrary): readonly OptionProblem[] {
  const { schema } = options;
  if (schema === undefined) return [];
  const compiled = schemas.compile(schema);
  if (!("broken" in compiled)) return compiled.unknownFormats.map(unknownFormat);
  const hint = typeof schema === "string" ? "the file it names was not read" : compiled.hint;
  return [{ path: ["schema", ...pathTo(compiled, schema)], message: compiled.broken, hint }];
}

/** The standard ignores it in silence, which the author of this very schema did not mean. */
function unknownFormat({ format, pointer }: UnknownFormat): OptionProblem {
  const hint = didYouMean(format, formatNames) ?? `formats are: ${formatNames.join(", ")}`;
  const message = `unknown format ${excerpt(format)}`;
  return { path: ["schema", ...partsOf(pointer), "format"], message, hint };
}

function pathTo({ near }: BrokenSchema, schema: JsonValue): readonly (string | number)[] {
  if (near === undefined) return [];
  if ("value" in near) return pathOfValue(schema, near.value) ?? [];
  return partsOf(near.pointer);
}

function partsOf(pointer: string): readonly (string | number)[] {
  const parts = pointer.split("/").slice(1);
  return parts.map((part) => {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    return /^\d+$/.test(key) ? Number(key) : key;
  });
}

/** Where a text stands in a schema, as a value (`pattern`, `$ref`) or as a key (`patternProperties`). */
function pathOfValue(
  value: JsonValue,
  wanted: string,
  depth = 0,
): readonly (string | number)[] | undefined {
  if (value === wanted) return [];
  if (depth > 64 || typeof value !== "object" || value === null) return undefined;
  if (isJsonObject(value) && Object.hasOwn(value, wanted)) return [wanted];
  for (const [key, member] of Object.entries(value)) {
    const rest = pathOfValue(member, wanted, depth + 1);
    if (rest !== undefined) return [isList(value) ? Number(key) : key, ...rest];
  }
  return undefined;
}

function prepareJsonSchema(setup: GraderSetup): Judge {
  const { name, readAnswer } = setup;
  const allowFence = isSet(setup.options, "allow_fence");
  const schemaFor = schemaSource(setup.options, setup.schemas);
  const valid = right(name, "the answer follows the schema");
  const noSchema = unscored(name, "neither the grader nor the request names a schema");
  const endless = unscored(name, "the schema refers to itself without end on this answer");

  return (record, text) => {
    const schema = schemaFor(record);
    if (schema === undefined) return noSchema;
    const answer = readAnswer(text, allowFence);
    if (answer.kind === "unreadable") {
      return malformed(name, `the answer ${answer.because}`, faultOfText(text));
    }
    const isValid = schema.isValid(answer.value);
    if (isValid === undefined) return endless;
    return isValid ? valid : explained(name, schema, answer.value, text);
  };
}

function explained(name: string, schema: CompiledSchema, value: JsonValue, text: string): Score {
  if (text.length > EXPLAINED_CHARS) {
    return malformed(name, "the answer does not follow the schema", "other");
  }
  const errors = schema.errorsOf(value);
  const shown = errors.slice(0, EXPLAINED_FAULTS).map(describe).join("; ");
  const rest = errors.length - EXPLAINED_FAULTS;
  const because = rest > 0 ? `${shown}; and ${rest} more` : shown;
  return malformed(name, because, faultOfErrors(errors));
}

/** Which schema a record's answer has to follow; absent: none. Throws where it cannot be used. */
export function schemaSource(
  options: JsonObject,
  schemas: SchemaLibrary,
): (record: ReplayRecord) => CompiledSchema | undefined {
  const own = options["schema"];
  const compiled = own === undefined ? undefined : usableSchema(schemas.compile(own), "scoring");
  if (compiled !== undefined) return () => compiled;
  return (record) => {
    const asked = requestedSchema(record);
    if (asked === undefined) return undefined;
    return usableSchema(schemas.compile(asked), `${record.source}: record "${record.id}"`);
  };
}

/** The request's own schema; a table's cell holds it as text. */
function requestedSchema({ request }: ReplayRecord): JsonValue | undefined {
  const { responseSchema } = request;
  if (typeof responseSchema !== "string") return responseSchema ?? undefined;
  try {
    return JSON.parse(responseSchema) as JsonValue;
  } catch {
    // Left as it is: the library says that a text is no schema.
    return responseSchema;
  }
}
