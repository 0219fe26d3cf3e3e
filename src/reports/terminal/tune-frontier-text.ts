import type { Estimate } from "../../core/estimate.ts";
import type { TuneFrontier } from "../../core/tune-report.ts";
import type { Write } from "./line-writer.ts";
import { countText, notAvailable, usdText } from "../numbers.ts";

const reasons: Readonly<Record<string, string>> = {
  not_two_routes: "the settings do not go between two routes, name them by --weak and --strong",
  equally_good_routes: "both routes accept the same share of the fit records",
  no_gap: "the strong route accepts no more than the weak one",
  never_reached: "not even the last setting gets there",
  unknown_cost: "not every cost is known",
  one_cost: "all settings cost the same",
  no_data: "no record is known under every setting",
};

/** The curve in a few lines; what it cannot say is said with its reason. */
export function frontierLines(frontier: TuneFrontier, write: Write): readonly string[] {
  const { weak, strong, records, apgr, random_apgr: random, cpt, monotone, aiq } = frontier;
  const pair = weak === null || strong === null ? "" : `, from ${weak} to ${strong}`;
  const range = frontier.aiq_cost_range_usd;
  const shares = (["20", "50", "80"] as const).map(
    (target) => `${target} % of the gap at ${figure(cpt[target], 1, "%")}`,
  );
  return [
    ...write(`Curve over ${countText(records)} records that every setting covers${pair}`, "bold"),
    ...(apgr.value === null
      ? write(`APGR ${figure(apgr, 4)}`)
      : write(`APGR ${figure(apgr, 4)}; routers that draw at random ${figure(random, 4)}`)),
    ...(apgr.value === null ? [] : write(`CPT, by share of strong calls: ${shares.join(", ")}`)),
    ...(monotone === false && apgr.value !== null
      ? write(
          "More strong calls do not always accept more: each CPT is its first crossing",
          "yellow",
        )
      : []),
    ...write(
      `AIQ ${figure(aiq, 4)}${range === null ? "" : `, over ${usdText(range[0])} to ${usdText(range[1])} a request`}`,
    ),
  ];
}

function figure({ value, lower, upper, reason }: Estimate, decimals: number, unit = ""): string {
  if (value === null)
    return notAvailable(reason === undefined ? undefined : (reasons[reason] ?? reason));
  const shown = (number: number | null): string =>
    number === null ? "?" : `${number.toFixed(decimals)}${unit}`;
  if (lower === null && upper === null) return shown(value);
  if (upper === null) return `${shown(value)} (at least ${shown(lower)})`;
  return `${shown(value)} (${shown(lower)} to ${shown(upper)})`;
}
