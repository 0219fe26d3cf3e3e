import type { Optional } from "../optional.ts";

/** US dollars, or the name of a budget in the registry. */
type Amount = number | string;

/** One ceiling of a team's own, as it is written. */
export interface CapShape extends Optional<{
  by: string;
  routes: readonly string[];
  max_usd: Amount;
  max_requests: number;
  per: "day" | "run";
  downgrade_to: string;
}> {
  readonly name: string;
}

/** What a policy may spend, as it is written. */
export type CostShape = Optional<{
  max_cost_per_request: Amount;
  max_cost_per_workflow: Amount;
  max_cost_per_conversation: Amount;
  owner_key: string;
  daily_spend_cap: Amount;
  daily_spend_cap_per_owner: Amount;
  max_output_tokens: number;
  caps: readonly CapShape[];
  route_quotas: Readonly<Record<string, number>>;
  on_cap: "stop" | "queue" | "downgrade";
}>;
