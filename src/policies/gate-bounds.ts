/** Every way a gate can be bounded, in the order in which messages name them. */
export const gateBounds = ["min", "max", "max_drop", "max_rise", "max_ratio", "min_ratio"] as const;
export type GateBound = (typeof gateBounds)[number];
