/** What an export does not say of itself and its manifest therefore has to. */
export interface LogOptions {
  /** What the cost column counts; absent: not said. */
  readonly costUnit: "usd" | "cents" | undefined;
  /** Whether the input count of the log holds the cached tokens; absent: not said. */
  readonly usageBasis: "inside" | "outside" | undefined;
  /** `sum`: latency and generation time are parts of one whole; absent: not said. */
  readonly latencyParts: "sum" | undefined;
}

export type LogOption = keyof LogOptions;

/** As a manifest's `source` spells them. */
export const logOptionKeys: Readonly<Record<LogOption, string>> = {
  costUnit: "cost_unit",
  usageBasis: "usage_basis",
  latencyParts: "latency_parts",
};

/** As their option of the command `import` is spelt. */
export const logOptionFlags: Readonly<Record<LogOption, string>> = {
  costUnit: "--cost-unit",
  usageBasis: "--usage-basis",
  latencyParts: "--latency-parts",
};

export const noLogOptions: LogOptions = {
  costUnit: undefined,
  usageBasis: undefined,
  latencyParts: undefined,
};
