import type { ErrorObject, ValidateFunction } from "ajv";
import { HarnessError } from "../core/harness-error.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../core/json.ts";
import { PatternError, patternHint } from "./linear-regex.ts";
import {
  dialectOf,
  type SchemaDialect,
  type SchemaEngine,
  schemaEngine,
  type UnknownFormat,
} from "./schema-engine.ts";

/** A schema ready to judge values with. */
export interface CompiledSchema {
  /** Absent: the schema refers to itself without end on this value. */
  readonly isValid: (value: JsonValue) => boolean | undefined;
  /** What is wrong with a value, in the order of the schema; only asked for when something is. */
  readonly errorsOf: (value: JsonValue) => readonly ErrorObject[];
  readonly unknownFormats: readonly UnknownFormat[];
}

/** A schema that cannot be used: a fault of its author, never of an answer. */
export interface BrokenSchema {
  readonly broken: string;
  readonly hint: string | undefined;
  /** A keyword and value that stand where the fault is, or the validator's own pointer to it. */
  readonly near: { readonly pointer: string } | { readonly value: string } | undefined;
}

/** Compiles schemas and keeps them: by identity first, since records are read again and again. */
export interface SchemaLibrary {
  compile(schema: JsonValue): CompiledSchema | BrokenSchema;
}

/** A validator grows with every schema it has compiled, so after this many it starts anew. */
const KEPT_SCHEMAS = 300;

type Engines = Map<string, SchemaEngine>;

export function createSchemaLibrary(): SchemaLibrary {
  let byIdentity = new WeakMap<object, CompiledSchema | BrokenSchema>();
  const byText = new Map<string, CompiledSchema | BrokenSchema>();
  let engines: Engines = new Map();

  const compileText = (schema: JsonValue): CompiledSchema | BrokenSchema => {
    const text = textOf(schema);
    if (text === undefined)
      return { broken: "is nested too deep", hint: undefined, near: undefined };
    const known = byText.get(text);
    if (known !== undefined) return known;
    if (byText.size >= KEPT_SCHEMAS) {
      byText.clear();
      byIdentity = new WeakMap();
      engines = new Map();
    }
    const compiled = compileSchema(schema, engines);
    byText.set(text, compiled);
    return compiled;
  };

  return {
    compile: (schema) => {
      if (typeof schema !== "object" || schema === null) return compileText(schema);
      let compiled = byIdentity.get(schema);
      if (compiled === undefined) byIdentity.set(schema, (compiled = compileText(schema)));
      return compiled;
    },
  };
}

function textOf(schema: JsonValue): string | undefined {
  try {
    return JSON.stringify(schema);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function compileSchema(schema: JsonValue, engines: Engines): CompiledSchema | BrokenSchema {
  if (typeof schema !== "boolean" && !isJsonObject(schema)) {
    return { broken: "a JSON Schema is an object or a boolean", hint: undefined, near: undefined };
  }
  const { $schema: declared, ...rest } = isJsonObject(schema) ? schema : { not: !schema };
  const dialect = dialectOf(declared);
  if (typeof dialect === "object") {
    const hint = "supported are draft-07 and 2020-12, the default";
    const broken = `unknown $schema ${JSON.stringify(dialect.unknown)}`;
    return { broken, hint, near: { pointer: "/$schema" } };
  }
  if (rest["$async"] !== undefined) {
    return {
      broken: "$async is no keyword of JSON Schema",
      hint: undefined,
      near: { pointer: "/$async" },
    };
  }
  try {
    return compileWith(rest, dialect, engines);
  } catch (error) {
    return brokenBecause(error);
  }
}

function compileWith(
  schema: JsonObject,
  dialect: SchemaDialect,
  engines: Engines,
): CompiledSchema | BrokenSchema {
  const engine = engineOf(engines, dialect, false);
  const { ajv } = engine;
  if (ajv.validateSchema(schema) !== true) {
    const [first] = ajv.errors ?? [];
    const pointer = first?.instancePath ?? "";
    return { broken: describe(first), hint: undefined, near: { pointer } };
  }
  engine.unknownFormats.clear();
  const isValid = compileOnce(engine, schema);
  const unknownFormats = [...engine.unknownFormats.values()];
  // A schema that refers to itself without end overflows on any value at all.
  for (const probe of [null, true, 0, "", [], {}]) isValid(probe);
  let withAllErrors: ValidateFunction | undefined;
  return {
    unknownFormats,
    isValid: (value) => {
      try {
        return isValid(value);
      } catch (error) {
        if (error instanceof RangeError) return undefined;
        throw error;
      }
    },
    errorsOf: (value) => {
      withAllErrors ??= compileOnce(engineOf(engines, dialect, true), schema);
      withAllErrors(value);
      return withAllErrors.errors ?? [];
    },
  };
}

/** Compiled, and forgotten by the engine: two schemas of one `$id` may meet in one dataset. */
function compileOnce({ ajv }: SchemaEngine, schema: JsonObject): ValidateFunction {
  const validate = ajv.compile(schema);
  ajv.removeSchema();
  return validate;
}

function engineOf(engines: Engines, dialect: SchemaDialect, allErrors: boolean): SchemaEngine {
  const key = `${dialect} ${allErrors}`;
  let engine = engines.get(key);
  if (engine === undefined) engines.set(key, (engine = schemaEngine(dialect, allErrors)));
  return engine;
}

function brokenBecause(error: unknown): BrokenSchema {
  if (error instanceof PatternError) {
    const broken = `the pattern ${JSON.stringify(error.pattern)} cannot be run: ${error.message}`;
    return { broken, hint: patternHint, near: { value: error.pattern } };
  }
  if (error instanceof RangeError) {
    const hint = "a recursive $ref needs a level of properties or items in between";
    return { broken: "the schema refers to itself without end", hint, near: undefined };
  }
  if (error instanceof Error) {
    const missing = /^can't resolve reference (\S+)/.exec(error.message)?.[1];
    if (missing === undefined) return { broken: error.message, hint: undefined, near: undefined };
    const hint = "put the schema it refers to under $defs: nothing is fetched";
    return { broken: `cannot resolve $ref ${missing}`, hint, near: { value: missing } };
  }
  throw error;
}

/** A schema that comes with a record, for judging with; throws where its author has broken it. */
export function usableSchema(
  compiled: CompiledSchema | BrokenSchema,
  where: string,
): CompiledSchema {
  if (!("broken" in compiled)) return compiled;
  const message = `${where}: the JSON Schema cannot be used: ${compiled.broken}`;
  throw new HarnessError("invalid-input", message, { hint: compiled.hint });
}

/** One fault as a person reads it: where, and what. */
export function describe(error: ErrorObject | undefined): string {
  if (error === undefined) return "is not valid";
  const place = error.instancePath === "" ? "" : `${error.instancePath} `;
  const allowed: unknown = error.params["allowedValues"];
  const values = Array.isArray(allowed) ? `: ${allowed.map(String).join(", ").slice(0, 200)}` : "";
  const extra: unknown = error.params["additionalProperty"];
  const named = typeof extra === "string" ? `: ${JSON.stringify(extra.slice(0, 80))}` : "";
  return `${place}${error.message ?? error.keyword}${values}${named}`;
}
