import type { Grade, Outcome } from "../core/outcome.ts";
import * as flag from "./outcome-flags.ts";

/** What the graders made of an outcome, as flags of its unit. */
export function gradeFlags(outcome: Outcome): number {
  const { grade } = outcome;
  let flags = grade.accepted ? flag.ACCEPTED : 0;
  if (grade.score !== undefined) flags |= flag.SCORED;
  const isValid = schemaVerdict(outcome, grade);
  if (isValid !== undefined) flags |= isValid ? flag.SCHEMA_VALID : flag.SCHEMA_INVALID;
  return flags;
}

/** An outcome that was given up because its last answer broke the schema is a schema error too. */
function schemaVerdict({ ending, attempts }: Outcome, grade: Grade): boolean | undefined {
  if (grade.schemaValid !== undefined || ending.kind === "answered") return grade.schemaValid;
  if (ending.kind === "failed" && ending.failure.kind === "schema_invalid") return false;
  return attempts.at(-1)?.schemaValid === false ? false : undefined;
}
