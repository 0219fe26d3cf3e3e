import { Ajv, type Options } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import type { JsonValue } from "../core/json.ts";
import { compileLinear } from "./linear-regex.ts";
import { canonicalJson } from "./same-json.ts";

export type SchemaDialect = "draft-07" | "2020-12";

/** `$schema` without scheme and fragment: authors write it in every combination. */
const dialects: Readonly<Record<string, SchemaDialect>> = {
  "json-schema.org/draft-07/schema": "draft-07",
  "json-schema.org/draft/2020-12/schema": "2020-12",
};

/** The dialect that a schema says it is written in, 2020-12 where it does not; else its own word. */
export function dialectOf(declared: JsonValue | undefined): SchemaDialect | { unknown: string } {
  if (declared === undefined) return "2020-12";
  if (typeof declared !== "string") return { unknown: JSON.stringify(declared) };
  const bare = declared.replace(/^https?:\/\//, "").replace(/#$/, "");
  return dialects[bare] ?? { unknown: declared };
}

/** A `format` that a schema asks for and the validator does not know, so that it checks nothing. */
export interface UnknownFormat {
  readonly format: string;
  /** JSON pointer to the schema that it stands in. */
  readonly pointer: string;
}

/** A validator, and the unknown formats that it has met since somebody took them out. */
export interface SchemaEngine {
  readonly ajv: Ajv;
  /** By pointer: the validator may write the code of one place twice. */
  readonly unknownFormats: Map<string, UnknownFormat>;
}

/**
 * A validator of one dialect whose time is linear in the answer: patterns run on the linear engine,
 * and the two keywords of quadratic time that it comes with are replaced.
 */
export function schemaEngine(dialect: SchemaDialect, allErrors: boolean): SchemaEngine {
  const unknownFormats = new Map<string, UnknownFormat>();
  const options: Options = {
    // Authors' schemas hold what strict mode throws on: tuples without length, extra keywords.
    strict: false,
    allErrors,
    // Outside strict mode the validator tells of an unknown format in its log alone.
    logger: {
      log: () => undefined,
      warn: (message: unknown) => {
        const met = unknownFormatIn(String(message));
        if (met !== undefined) unknownFormats.set(met.pointer, met);
      },
      error: () => undefined,
    },
    code: { regExp: linearPattern },
  };
  const engine = dialect === "draft-07" ? new Ajv(options) : new Ajv2020(options);
  addFormats(engine);
  engine.removeKeyword("uniqueItems");
  engine.addKeyword({
    keyword: "uniqueItems",
    type: "array",
    schemaType: "boolean",
    error: { message: "must NOT have duplicate items" },
    validate: (isAsked: boolean, items: readonly JsonValue[]) => !isAsked || areDistinct(items),
  });
  return { ajv: engine, unknownFormats };
}

function addFormats(engine: Ajv): Ajv {
  // A CommonJS module: its default export arrives as a property of itself.
  formats.default(engine);
  return engine.addFormat(
    "url",
    (text: string) => /^(?:https?|ftp):\/\/\S+$/i.test(text) && URL.canParse(text),
  );
}

/** Every format that an answer is checked for. */
export const formatNames: readonly string[] = Object.keys(addFormats(new Ajv()).formats);

function unknownFormatIn(message: string): UnknownFormat | undefined {
  const match = /^unknown format "(.*)" ignored in schema at path "[^#]*#?(.*)"$/s.exec(message);
  if (match === null) return undefined;
  const [, format = "", fragment = ""] = match;
  return { format, pointer: decodeURIComponent(fragment) };
}

const linearPattern = Object.assign(
  (pattern: string) => {
    const regex = compileLinear(pattern);
    return {
      test: (text: string) => !regex.isTooLong(text) && regex.test(text),
      // The validator tells patterns apart by this text.
      toString: () => pattern,
    };
  },
  { code: "linearPattern" },
);

function areDistinct(items: readonly JsonValue[]): boolean {
  const seen = new Set<string>();
  for (const item of items) seen.add(canonicalJson(item));
  return seen.size === items.length;
}
