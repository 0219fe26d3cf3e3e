import { metricNames } from "../core/metric-names.ts";
import type { ErrorObject } from "ajv";
import type { GraderSpec } from "../core/grader-spec.ts";
import { isJsonObject, type JsonValue } from "../core/json.ts";
import { didYouMean } from "../core/nearest-name.ts";
import type { Grader, OptionProblem } from "./grader.ts";
import { graders } from "./graders.ts";
import { excerpt } from "./make-score.ts";
import { createSchemaLibrary, describe, type SchemaLibrary } from "./schema-library.ts";

/** Something wrong in a `scoring` list: which entry, and where inside it. */
export interface GraderProblem extends OptionProblem {
  /** Position of the entry, from 0. */
  readonly index: number;
}

/** Everything that is wrong with a dataset's graders, before anything is graded. */
export function checkGraders(
  specs: readonly GraderSpec[],
  schemas: SchemaLibrary = createSchemaLibrary(),
): readonly GraderProblem[] {
  const namedBefore = new Set<string>();
  return specs.flatMap((spec, index) => {
    const problems = problemsOf(spec, schemas, namedBefore.has(spec.name));
    namedBefore.add(spec.name);
    return problems.map((problem) => ({ index, ...problem }));
  });
}

function problemsOf(
  spec: GraderSpec,
  schemas: SchemaLibrary,
  isNameTaken: boolean,
): readonly OptionProblem[] {
  const grader = graders.get(spec.grader);
  if (grader === undefined) return [unknownGrader(spec.grader)];
  const problems: OptionProblem[] = [];
  if (isNameTaken) {
    const message = `two graders are named "${spec.name}"`;
    const hint = "give this one a `name` of its own: it is a metric's name";
    const place = spec.name === spec.grader ? "grader" : "name";
    problems.push({ path: [place], message, hint });
  }
  if (metricNames.includes(spec.name)) {
    const message = `"${spec.name}" is a metric of every run`;
    problems.push({ path: ["name"], message, hint: "give the grader another name" });
  }
  const shape = optionProblems(spec, grader, schemas);
  return [...problems, ...(shape.length > 0 ? shape : grader.check(spec.options, schemas))];
}

function unknownGrader(name: string): OptionProblem {
  const known = [...graders.keys()];
  const hint = didYouMean(name, known) ?? `graders are: ${known.join(", ")}`;
  return { path: ["grader"], message: `unknown grader ${excerpt(name)}`, hint };
}

function optionProblems(
  { grader: name, options }: GraderSpec,
  grader: Grader,
  schemas: SchemaLibrary,
): readonly OptionProblem[] {
  const schema = schemas.compile(grader.optionsSchema);
  if ("broken" in schema || schema.isValid(options) === true) return [];
  return schema.errorsOf(options).map((error) => optionProblem(name, grader, options, error));
}

function optionProblem(
  name: string,
  grader: Grader,
  options: JsonValue,
  error: ErrorObject,
): OptionProblem {
  const { path, value } = locate(options, error.instancePath);
  const extra: unknown = error.params["additionalProperty"];
  if (error.keyword === "additionalProperties" && typeof extra === "string") {
    const known = path.length === 0 ? Object.keys(propertiesOf(grader)) : fieldKeys;
    const takes = known.length === 0 ? "it takes none" : `options are: ${known.join(", ")}`;
    return {
      path: [...path, extra],
      message: `unknown option ${excerpt(extra)} of ${name}`,
      hint: didYouMean(extra, known) ?? takes,
    };
  }
  const allowed: unknown = error.params["allowedValues"];
  if (error.keyword === "enum" && Array.isArray(allowed)) {
    const words = allowed.map(String);
    const word = typeof value === "string" ? value : JSON.stringify(value);
    const hint = didYouMean(word, words) ?? `one of: ${words.join(", ")}`;
    return { path, message: `${excerpt(word)} is not known here`, hint };
  }
  const at = path.length === 0 ? "" : `${path.join(".")} `;
  const fault = describe({ ...error, instancePath: "" });
  return { path, message: `${name}: ${at}${fault}`, hint: undefined };
}

/** Options of one field of `json_fields`, the only ones that are nested. */
const fieldKeys = ["compare", "tolerance", "relative_tolerance"];

function propertiesOf(grader: Grader): Readonly<Record<string, JsonValue>> {
  const { properties } = grader.optionsSchema;
  return isJsonObject(properties) ? properties : {};
}

/** A JSON pointer as the path of keys and positions that leads to its value. */
function locate(
  options: JsonValue,
  pointer: string,
): { readonly path: readonly (string | number)[]; readonly value: JsonValue | undefined } {
  const path: (string | number)[] = [];
  let value: JsonValue | undefined = options;
  for (const part of pointer.split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (Array.isArray(value)) {
      path.push(Number(key));
      value = value[Number(key)];
    } else {
      path.push(key);
      value = isJsonObject(value) ? value[key] : undefined;
    }
  }
  return { path, value };
}
