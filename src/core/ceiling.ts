import type { ConditionSource } from "./condition-source.ts";

/** A limit on money, requests or a share of the traffic that a policy keeps by itself. */
export interface Ceiling {
  /** The key that asks for it, such as `cost.daily_spend_cap`; unique within its policy. */
  readonly name: string;
  /** Whose traffic counts together: all, an owner's, a workflow's, or that of one `key`. */
  readonly countedBy: "policy" | "owner" | "workflow" | "key";
  /** Of `countedBy: "key"`. */
  readonly key: ConditionSource | undefined;
  /** Absent: every route counts. */
  readonly routes: readonly string[] | undefined;
  /** `day`: a UTC day of the replay's time. */
  readonly per: "day" | "run";
  readonly most:
    | { readonly kind: "usd"; readonly nanoUsd: number }
    | { readonly kind: "requests"; readonly count: number }
    /** 0..1 of the policy's decided traffic. */
    | { readonly kind: "share"; readonly share: number };
  readonly reaction: CeilingReaction;
}

/** What a policy does with a record that would pass a ceiling. */
export type CeilingReaction =
  | { readonly kind: "stop" | "queue" }
  /** `route` absent: the next one that the policy would try. */
  | { readonly kind: "downgrade"; readonly route: string | undefined };

/** What counts under one ceiling and key, in the period in force. */
export interface CeilingReading {
  /** Of outcomes that have ended. */
  readonly spentNanoUsd: number;
  /** Set aside for decisions whose outcome has not ended. */
  readonly reservedNanoUsd: number;
  /** Decided for the ceiling's routes. */
  readonly requests: number;
  /** Decided for any route: what a share is of. */
  readonly ofRequests: number;
  /** Outcomes and decisions of unknown cost: the sums are at least what they say. */
  readonly unknown: number;
}
