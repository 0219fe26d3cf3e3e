import type { ExitCriteria } from "./exit-criteria.ts";
import type { FailureKind } from "./failure.ts";
import type { JsonObject } from "./json.ts";

export const providerNames = ["openai", "anthropic", "google", "openai_compatible"] as const;
export type ProviderName = (typeof providerNames)[number];

export const endpointFamilies = ["openai", "openai-response", "anthropic", "gemini"] as const;
export type EndpointFamily = (typeof endpointFamilies)[number];

/** Prices of tokens in whole nano-dollars per million, so that token sums stay integers. */
export interface TokenPrices {
  readonly inputNanoUsdPerMtok: number | undefined;
  readonly cachedInputNanoUsdPerMtok: number | undefined;
  /** Absent: tokens written to a cache have no known price. */
  readonly cacheWriteNanoUsdPerMtok?: number | undefined;
  /** For what is kept an hour or longer; absent: the price above. */
  readonly cacheWriteLongNanoUsdPerMtok?: number | undefined;
  readonly outputNanoUsdPerMtok: number | undefined;
}

/** A list price. */
export interface Price extends TokenPrices {
  readonly perRequestNanoUsd: number;
  /** Other prices for the whole request from this much input (cached input included), ascending. */
  readonly tiers?: readonly (TokenPrices & { readonly aboveInputTokens: number })[];
  /** What a service tier (`batch`, `flex`, `priority`, `fast`) multiplies the price by. */
  readonly multipliers?: Readonly<Record<string, number>>;
}

/** Where a price comes from; `catalog_inferred`: by a model that is only named alike. */
export type PriceSource = "route" | "prices_file" | "catalog" | "catalog_inferred";

export interface Spread {
  readonly p50Ms: number;
  readonly p95Ms: number;
}

/** A time during which a simulated route behaves differently. */
export interface Incident {
  /** Of the replay's time, from its start; the end is no longer part of it. */
  readonly fromMs: number;
  readonly toMs: number;
  /** In place of the route's usual errors; absent: those. */
  readonly errors: Readonly<Partial<Record<FailureKind, number>>> | undefined;
  /** What latencies are multiplied by; 1: as usual. */
  readonly latencyFactor: number;
}

/** How a route behaves when no provider is called: shares are 0..1 of attempts. */
export interface Simulation {
  readonly latency: Spread;
  readonly firstToken: Spread | undefined;
  readonly errors: Readonly<Partial<Record<FailureKind, number>>>;
  /** Share of answers that are right. */
  readonly accuracy: number;
  /** Share of answers that break the response schema. */
  readonly schemaErrorRate: number;
  /** Tokens of an answer; absent: estimated from the answer's text. */
  readonly outputTokens: number | undefined;
  /** By start, none overlapping; absent: it always behaves alike. */
  readonly incidents?: readonly Incident[];
}

export interface Capabilities {
  /** Claims such as `tool_calling: true`, by name. */
  readonly claims: Readonly<Record<string, boolean>>;
  readonly contextWindow: number | undefined;
  readonly regions: readonly string[] | undefined;
}

export type Lifecycle = "experimental" | "managed" | "deprecated";

/** A named way to serve a request. */
export interface Route {
  readonly name: string;
  readonly provider: ProviderName;
  readonly model: string;
  readonly endpointFamily: EndpointFamily | undefined;
  readonly baseUrl: string | undefined;
  readonly apiKeyEnv: string | undefined;
  readonly parameters: JsonObject;
  readonly capabilities: Capabilities;
  readonly lifecycle: Lifecycle;
  readonly sourceScope: "open" | "closed" | undefined;
  readonly limits: {
    readonly requestsPerMinute: number | undefined;
    readonly tokensPerMinute: number | undefined;
    readonly maxConcurrency: number | undefined;
  };
  readonly price: Price | undefined;
  /** Absent: the registry's own, or none at all. */
  readonly priceSource?: PriceSource;
  readonly simulation: Simulation | undefined;
  /** Absent: none are written. */
  readonly exitCriteria?: ExitCriteria;
}

/** Routes by name, and amounts that policies may name instead of a number. */
export interface Registry {
  readonly file: string;
  readonly routes: ReadonlyMap<string, Route>;
  readonly budgetsNanoUsd: ReadonlyMap<string, number>;
}
