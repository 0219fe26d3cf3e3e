import { countText, usdText } from "./numbers.ts";
import type { RunReport } from "./run-report.ts";

/**
 * What the calls of a run were really paid: not what its policies cost, which count a shared call
 * for each of them. Absent: nothing could be paid.
 */
export function spendText({ manifest }: RunReport): string | undefined {
  const { spend, options } = manifest;
  if (spend === undefined) return undefined;
  const { max_spend_usd: cap } = options;
  const unknown =
    spend.unknown_calls === 0
      ? ""
      : `, and at most ${usdText(spend.unknown_at_most_usd)} for ${countText(spend.unknown_calls)} of unknown cost`;
  const limit = typeof cap === "number" ? ` (cap ${usdText(cap)})` : "";
  return `${usdText(spend.usd)} for ${countText(spend.sent)} calls${unknown}${limit}`;
}
