import { z } from "zod";
import { invalidInput } from "../core/harness-error.ts";
import type { JsonObject } from "../core/json.ts";
import { explainIssue, issueProblems } from "./issue-problems.ts";
import type { SourceDocument } from "./source-document.ts";

export { z } from "zod";

/**
 * A document's value as its schema understands it. Throws all its problems at once, in plain words,
 * each where it stands.
 */
export function readShape<Shape extends z.ZodType>(
  schema: Shape,
  document: SourceDocument,
): z.output<Shape> {
  const result = schema.safeParse(document.value, { error: explainIssue, reportInput: true });
  if (result.success) return result.data;
  throw invalidInput(document.file, issueProblems(result.error.issues, document));
}

/** The JSON Schema (draft 2020-12) of what a user may write, for editors. */
export function jsonSchemaOf(schema: z.ZodType): JsonObject {
  return JSON.parse(
    JSON.stringify(z.toJSONSchema(schema, { target: "draft-2020-12", io: "input" })),
  ) as JsonObject;
}
