/** One US dollar in the unit that all sums are kept in. */
export const NANO_USD = 1_000_000_000;

/** Rounds to the nearest integer, ties to the even one. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest < 0.5) return floor;
  if (rest > 0.5) return floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}

/** Below it 15 digits reach to a thousandth. */
const THOUSAND_USD = 1_000 * NANO_USD;

/**
 * Dollars to whole nano-dollars, half to even.
 * The product is rounded through 15 digits first: 0.0000335 * 1e9 must be 33500, not 33500.000000000004.
 * Away from a half that changes nothing, and takes most of the time.
 */
export function nanoUsdFromUsd(usd: number): number {
  const product = usd * NANO_USD;
  const floor = Math.floor(product);
  const rest = product - floor;
  if (Math.abs(product) < THOUSAND_USD && Math.abs(rest - 0.5) > 0.01) {
    return rest < 0.5 ? floor + 0 : floor + 1;
  }
  return roundHalfEven(Number(product.toPrecision(15)));
}

/** Nano-dollars as a dollar number for files and people. */
export function usdFromNanoUsd(nanoUsd: number | bigint): number {
  return Number(nanoUsd) / NANO_USD;
}

/** A sum of whole nano-dollars that stays exact beyond 2^53 (about nine million dollars). */
export class NanoUsdSum {
  #small = 0;
  #large = 0n;

  add(nanoUsd: number): void {
    this.#small += nanoUsd;
    if (this.#small > Number.MAX_SAFE_INTEGER / 2) {
      this.#large += BigInt(this.#small);
      this.#small = 0;
    }
  }

  get total(): bigint {
    return this.#large + BigInt(this.#small);
  }
}
