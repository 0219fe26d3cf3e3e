import { usdFromNanoUsd } from "../core/money.ts";

/** An amount as a reason tells it: all its digits and no exponent, such as `$0.00012`. */
export function usdWords(nanoUsd: number): string {
  const [whole, decimals = ""] = usdFromNanoUsd(Math.round(nanoUsd)).toFixed(9).split(".");
  const shown = decimals.replace(/0+$/, "");
  return shown === "" ? `$${whole}` : `$${whole}.${shown}`;
}

/** A share or score, to three digits. */
export function shareWords(share: number): string {
  return String(Number(share.toFixed(3)));
}
