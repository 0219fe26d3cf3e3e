import { attemptFields, type LogAttempt } from "./log-line.ts";

/** A call with its fields in the order in which they are written: what is equal is written equally. */
export function orderedAttempt(attempt: LogAttempt): LogAttempt {
  return Object.fromEntries(attemptFields.map((field) => [field, attempt[field]]));
}
