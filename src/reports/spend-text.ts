import type { RunManifest } from "../core/run-manifest.ts";
import { countText, usdText } from "./numbers.ts";
import type { RunReport } from "./run-report.ts";

/**
 * What the calls of a run were really paid: not what its policies cost, which count a shared call
 * for each of them. Absent: nothing could be paid.
 */
export function paidText({ manifest }: RunReport): string | undefined {
  const { spend, options } = manifest;
  if (spend === undefined) return undefined;
  const { max_spend_usd: cap } = options;
  const limit = typeof cap === "number" ? ` (cap ${usdText(cap)})` : "";
  return `${spendText(spend)}${limit}`;
}

/** Money paid, the calls sent for it, and the most that calls of unknown cost may add to it. */
export function spendText(spend: NonNullable<RunManifest["spend"]>): string {
  const unknown =
    spend.unknown_calls === 0
      ? ""
      : `, of which ${countText(spend.unknown_calls)} of unknown cost may add at most ${usdText(spend.unknown_at_most_usd)}`;
  return `${usdText(spend.usd)} for ${countText(spend.sent)} calls${unknown}`;
}
