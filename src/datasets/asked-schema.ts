import type { GraderSpec } from "../core/grader-spec.ts";
import type { JsonValue } from "../core/json.ts";

/** The schema that a dataset's graders hold every answer to; absent: none, or the record's own. */
export function askedSchema(specs: readonly GraderSpec[]): JsonValue | undefined {
  return specs.find(({ grader, options }) => grader === "json_schema" && "schema" in options)
    ?.options["schema"];
}
