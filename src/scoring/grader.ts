import type { Attempt } from "../core/attempt.ts";
import type { JsonObject } from "../core/json.ts";
import type { ReplayRecord } from "../core/replay-record.ts";
import type { Score } from "../core/score.ts";
import type { JsonReader } from "./json-reader.ts";
import type { SchemaLibrary } from "./schema-library.ts";

/** Where inside a `scoring` entry something is wrong, and what. */
export interface OptionProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly hint: string | undefined;
}

/** What a grader is prepared with, once for a whole run. */
export interface GraderSetup {
  readonly name: string;
  readonly options: JsonObject;
  /** The dataset's `acceptance.min_score`. */
  readonly minScore: number | undefined;
  /** Shared by the graders, so that an answer is parsed once however many of them read it. */
  readonly readAnswer: JsonReader;
  readonly readExpected: JsonReader;
  readonly schemas: SchemaLibrary;
}

/** Judges the final attempt's answer; `text` is empty for a grader that reads the table alone. */
export type Judge = (record: ReplayRecord, text: string, attempt: Attempt) => Score;

/** One way to judge an answer: one file of this folder, one line of its table. */
export interface Grader {
  readonly reads: "text" | "table";
  /** JSON Schema of its options. */
  readonly optionsSchema: JsonObject;
  /** What the schema cannot say; options are valid by then. */
  check(options: JsonObject, schemas: SchemaLibrary): readonly OptionProblem[];
  prepare(setup: GraderSetup): Judge;
}

/** For graders whose option schema says all there is to say. */
export const nothingToCheck = (): readonly OptionProblem[] => [];
