/**
 * A place on a record's way through a policy. Stages run from 0, the records themselves; a route
 * that is tried again later is another node of a later stage. Routes stand at odd stages, what
 * ended their calls (`failure`) at even ones, all endings at the last.
 */
export interface FlowNode {
  /** `KIND:NAME@STAGE`, unique in its flow. */
  readonly id: string;
  readonly stage: number;
  readonly kind: "records" | "route" | "failure" | "ending";
  /**
   * A route's name, after the first call with the kind of call: `large (fallback)`. A failure is one
   * of the taxonomy, `not good enough` (an answer that the policy itself passed over) or `not
   * called` (of a route that was decided on). `other` at stage 2 is no route but many ways joined.
   */
  readonly name: string;
}

/** What goes from one node to another. */
export interface FlowLink {
  readonly from: string;
  readonly to: string;
  /** Outcomes: a record counts once for each repeat, as in METRICS. */
  readonly records: number;
  /** What all attempts of those records cost, where it is known. */
  readonly cost_usd: number;
}

/**
 * Every record's way: decided route, what ended that call, the next route, and so on to its ending.
 * Of more than five calls the first three and the last two are told. At every node in between, what
 * comes in goes out, in records and to the nano-dollar; endings add up to the policy's records and
 * to `cost.total_usd`. A record that is not covered goes from its route to that ending, at no cost.
 */
export interface OutcomeFlow {
  readonly nodes: readonly FlowNode[];
  readonly links: readonly FlowLink[];
  /** Records with an attempt whose cost is not known: the dollars are at least what they say. */
  readonly unknown_costs: number;
  /** Distinct ways beyond the 200 most frequent, drawn through a node `other`; sums stay whole. */
  readonly joined_paths: number;
  /** Paid for records that were not accepted: `cost.not_accepted_usd`. */
  readonly not_accepted_usd: number;
}
