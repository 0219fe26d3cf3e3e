import type { TokenMeter } from "../../core/billing-row.ts";
import type { InvoiceLine, InvoiceMeasure } from "../../core/invoice-line.ts";
import type { ProviderName } from "../../core/route.ts";

/** A figure of ours, and whom it would be billed by; undefined: not known, so it is never left out. */
export interface OurLine extends InvoiceLine {
  readonly provider: ProviderName | undefined;
}

/** Calls of a day and model whose usage or cost nobody knows: a provider may have billed them. */
export interface UnknownCalls {
  readonly day: string;
  readonly model: string;
  readonly provider: ProviderName | undefined;
  readonly calls: number;
  /** What they may have cost at most, as far as it was reckoned, in septillionths of a dollar. */
  readonly atMostYocto: bigint;
}

/** What a run used, as a bill would count it. */
export interface OurUsage {
  readonly lines: readonly OurLine[];
  readonly unknown: readonly UnknownCalls[];
  /** The most that one known call counted, by model and measure. */
  readonly largest: ReadonlyMap<string, bigint>;
  /** In words: whose calls these are. */
  readonly whose: string;
  readonly notes: readonly string[];
}

/** Where `largest` keeps a figure. */
export function largestKey(model: string, measure: InvoiceMeasure): string {
  return `${measure} ${model}`;
}

/** Where a call belongs. */
export type Place = Pick<UnknownCalls, "day" | "model" | "provider">;

/** Tokens of some calls as figures, each kind its own. */
export function tokenLines(
  place: Place,
  tokens: Readonly<Record<TokenMeter, bigint>>,
): readonly OurLine[] {
  const written = tokens.cache_write + tokens.cache_write_long;
  return [
    { ...place, measure: "input_tokens", amount: tokens.input },
    { ...place, measure: "cache_read_tokens", amount: tokens.cache_read },
    { ...place, measure: "cache_write_tokens", amount: written },
    { ...place, measure: "output_tokens", amount: tokens.output },
  ];
}

/** A line a day, model and measure: a run of a million calls has few of them. */
export class UsageSums {
  readonly #sums = new Map<string, OurLine>();

  add(...lines: readonly OurLine[]): void {
    for (const line of lines) {
      const key = JSON.stringify([line.day, line.model, line.provider ?? null, line.measure]);
      const before = this.#sums.get(key)?.amount ?? 0n;
      this.#sums.set(key, { ...line, amount: before + line.amount });
    }
  }

  lines(): readonly OurLine[] {
    return [...this.#sums.values()];
  }
}
