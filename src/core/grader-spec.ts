import type { JsonObject } from "./json.ts";

/** One entry of a dataset's `scoring` list, not yet understood by the grader it names. */
export interface GraderSpec {
  readonly grader: string;
  /** The metric's name: `name` where given, else the grader's. */
  readonly name: string;
  /** Whether an accepted outcome must pass it. */
  readonly required: boolean;
  /** Every other key of the entry. */
  readonly options: JsonObject;
}
