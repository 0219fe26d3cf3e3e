/** Every strategy that a policy can name. */
export const strategyNames = [
  "pinned",
  "priority",
  "rules",
  "intent",
  "cascade",
  "cost_aware",
  "latency_aware",
  "weighted",
  "scored",
  "threshold",
  "gateway",
  "module",
] as const;
export type StrategyName = (typeof strategyNames)[number];
