/**
 * A place on a record's way through a policy. Stages run from 0, the records themselves; a route
 * that is tried again later is another node of a later stage.
 */
export interface FlowNode {
  /** `KIND:NAME@STAGE`, unique in its flow. */
  readonly id: string;
  readonly stage: number;
  readonly kind: "records" | "route" | "failure" | "ending";
  readonly name: string;
}

export interface FlowLink {
  readonly from: string;
  readonly to: string;
  readonly records: number;
  /** What all attempts of those records cost, where it is known. */
  readonly cost_usd: number;
}

/**
 * Every record's way: decided route, what ended that call, the next route, and so on to its ending.
 * At every node in between, what comes in goes out, in records and to the nano-dollar.
 */
export interface OutcomeFlow {
  readonly nodes: readonly FlowNode[];
  readonly links: readonly FlowLink[];
  /** Records with an attempt whose cost is not known: the dollars are at least what they say. */
  readonly unknown_costs: number;
  /** Distinct ways beyond the most frequent ones, drawn through a node `other`; sums stay whole. */
  readonly joined_paths: number;
  /** Paid for records that were not accepted. */
  readonly not_accepted_usd: number;
}
