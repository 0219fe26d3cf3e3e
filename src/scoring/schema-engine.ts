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

/**
 * A validator of one dialect whose time is linear in the answer: patterns run on the linear engine,
 * and the two keywords of quadratic time that it comes with are replaced.
 */
export function schemaEngine(dialect: SchemaDialect, allErrors: boolean): Ajv {
  const options: Options = {
    // Authors' schemas hold what strict mode throws on: tuples without length, extra keywords.
    strict: false,
    allErrors,
    logger: false,
    code: { regExp: linearPattern },
  };
  const engine = dialect === "draft-07" ? new Ajv(options) : new Ajv2020(options);
  // A CommonJS module: its default export arrives as a property of itself.
  formats.default(engine);
  engine.addFormat(
    "url",
    (text: string) => /^(?:https?|ftp):\/\/\S+$/i.test(text) && URL.canParse(text),
  );
  engine.removeKeyword("uniqueItems");
  engine.addKeyword({
    keyword: "uniqueItems",
    type: "array",
    schemaType: "boolean",
    error: { message: "must NOT have duplicate items" },
    validate: (isAsked: boolean, items: readonly JsonValue[]) => !isAsked || areDistinct(items),
  });
  return engine;
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
