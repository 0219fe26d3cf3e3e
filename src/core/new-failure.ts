/** A record that one policy gets right and the other does not, and why not: as a rule, the candidate. */
export interface NewFailure {
  readonly record: string;
  readonly because: string;
}
