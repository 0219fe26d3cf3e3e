/** Strategies that a policy can be replayed with. */
export const builtStrategies = [
  "pinned",
  "priority",
  "rules",
  "cascade",
  "threshold",
  "weighted",
  "gateway",
] as const;
export type BuiltStrategy = (typeof builtStrategies)[number];

/** Strategies that the policy language knows and this version cannot replay. */
export const plannedStrategies = [
  "intent",
  "cost_aware",
  "latency_aware",
  "scored",
  "module",
] as const;
export type PlannedStrategy = (typeof plannedStrategies)[number];
