import type { GraderSpec } from "../core/grader-spec.ts";
import type { ReplayRecord } from "../core/replay-record.ts";
import type { SchemaCheck } from "../core/scorer.ts";
import { isSet } from "./grader-options.ts";
import type { JsonReader } from "./json-reader.ts";
import { schemaSource } from "./json-schema.ts";
import type { SchemaLibrary } from "./schema-library.ts";

/** Longer answers are not read: no model writes them, and every grader would scan them. */
export const MAX_ANSWER_CHARS = 10_000_000;

/** The schemas that an answer has to follow: those of the graders, else the request's own. */
export interface SchemaRule {
  isAsked(record: ReplayRecord): boolean;
  readonly check: SchemaCheck;
}

export function createSchemaRule(
  specs: readonly GraderSpec[],
  schemas: SchemaLibrary,
  readAnswer: JsonReader,
): SchemaRule {
  const own = specs.filter(({ grader }) => grader === "json_schema").map(({ options }) => options);
  const sources = (own.length > 0 ? own : [{}]).map((options) => ({
    schemaFor: schemaSource(options, schemas),
    allowFence: isSet(options, "allow_fence"),
  }));
  return {
    isAsked: (record) => sources.some(({ schemaFor }) => schemaFor(record) !== undefined),
    check: (record, text) => {
      let verdict: boolean | undefined;
      for (const { schemaFor, allowFence } of sources) {
        const schema = schemaFor(record);
        if (schema === undefined || text === undefined) continue;
        if (text.length > MAX_ANSWER_CHARS) return false;
        const answer = readAnswer(text, allowFence);
        const isValid = answer.kind === "read" ? schema.isValid(answer.value) : false;
        if (isValid === false) return false;
        verdict = isValid;
      }
      return verdict;
    },
  };
}
