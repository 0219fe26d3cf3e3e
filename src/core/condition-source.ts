/** An expression as it stands in a document; compiled by the room that evaluates it. */
export interface ConditionSource {
  readonly text: string;
  /** `file:line:column` of its first character. */
  readonly place: string;
}
