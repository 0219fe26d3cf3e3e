import type { ProviderName } from "../../core/route.ts";
import type { Optional } from "../optional.ts";

/** US dollars per million tokens. */
export type TokenPricesShape = Optional<{
  input_per_mtok_usd: number;
  cached_input_per_mtok_usd: number;
  cache_write_per_mtok_usd: number;
  cache_write_long_per_mtok_usd: number;
  output_per_mtok_usd: number;
}>;

export interface TierShape extends TokenPricesShape {
  readonly above_input_tokens: number;
}

/** US dollars. */
export interface PriceShape
  extends
    TokenPricesShape,
    Optional<{
      per_request_usd: number;
      tiers: readonly TierShape[];
      multipliers: Readonly<Record<string, number>>;
    }> {}

/** One price of a prices file, for a model or for all whose names begin alike. */
export interface PriceEntryShape extends PriceShape {
  readonly provider: ProviderName;
  readonly model: string;
  readonly effective_from?: string | undefined;
  readonly effective_to?: string | undefined;
}

/** A prices file as it is written. */
export interface PricesShape {
  readonly $schema?: string | undefined;
  readonly prices: readonly PriceEntryShape[];
}
