import { badUsage } from "../options/option-values.ts";

/** The values of a sweep as they were asked for. */
export type SweptValues =
  /** A word stays one; what reads as a number is one. */
  | { readonly kind: "list"; readonly values: readonly (number | string)[] }
  /** The edges of so many bins of equal counts of the threshold's score. */
  | { readonly kind: "quantiles"; readonly bins: number }
  /** Every selection of a list that keeps its order. */
  | { readonly kind: "subsets" };

/** One `--sweep PATH=VALUES`. */
export interface SweepSpec {
  /** A path of the policy as it was typed, such as `route_selection.threshold.at_least`. */
  readonly path: string;
  readonly values: SweptValues;
}

const MOST_VALUES = 10_000;
const SHAPES = "PATH=FROM:TO:STEP, PATH=V1,V2,…, PATH=quantiles:BINS or PATH=subsets";

/** Keys whose blocks decide what is called; no replay shows a change of any other. */
const sweptBlocks: readonly string[] = [
  "route_selection",
  "primary_route",
  "latency",
  "cost",
  "risk",
  "fallback",
  "allowed_fallbacks",
  "blocked_fallbacks",
  "fallback_triggers",
];

/** `PATH=VALUES` as it was typed. */
export function resolveSweep(text: string): SweepSpec {
  const at = text.indexOf("=");
  const path = text.slice(0, Math.max(0, at)).trim();
  const values = text.slice(at + 1).trim();
  if (at < 1 || path === "" || values === "") {
    throw badUsage(`--sweep must be ${SHAPES}, got "${text}"`);
  }
  const [block = ""] = path.split(".");
  if (!sweptBlocks.includes(block)) {
    throw badUsage(
      `--sweep ${path}: a replay does not depend on "${block}"`,
      `sweep a key under ${sweptBlocks.slice(0, 6).join(", ")}`,
    );
  }
  return { path, values: valuesOf(path, values) };
}

function valuesOf(path: string, text: string): SweptValues {
  if (text === "subsets") return { kind: "subsets" };
  const quantiles = /^quantiles:(.*)$/.exec(text);
  if (quantiles !== null) {
    const bins = Number(quantiles[1]);
    if (Number.isInteger(bins) && bins >= 2 && bins <= 1_000) return { kind: "quantiles", bins };
    throw badUsage(`--sweep ${path}: quantiles:BINS takes 2 to 1000 bins, got "${quantiles[1]}"`);
  }
  const range = text.split(":");
  if (range.length === 3) return { kind: "list", values: rangeOf(path, text, range) };
  const values = [...new Set(text.split(",").map((part) => valueOf(path, part.trim())))];
  return { kind: "list", values };
}

function rangeOf(path: string, text: string, parts: readonly string[]): readonly number[] {
  const [from = NaN, to = NaN, step = NaN] = parts.map((part) =>
    part.trim() === "" ? NaN : Number(part),
  );
  const count = Math.floor((to - from) / step + 1e-9) + 1;
  const isRange = Number.isFinite(from) && Number.isFinite(to) && step > 0 && to >= from;
  if (!isRange) {
    throw badUsage(
      `--sweep ${path}: FROM:TO:STEP needs numbers with FROM below TO and a STEP above 0, got "${text}"`,
    );
  }
  if (count > MOST_VALUES) {
    throw badUsage(`--sweep ${path}: ${count} values are more than ${MOST_VALUES}`, "widen STEP");
  }
  // 0.1 + 2 * 0.1 is not 0.3 in doubles: what is written is what was meant.
  return Array.from({ length: count }, (_, index) => Number((from + index * step).toPrecision(12)));
}

function valueOf(path: string, text: string): number | string {
  if (text === "") throw badUsage(`--sweep ${path}: a value between commas is missing`);
  const value = Number(text);
  return Number.isFinite(value) ? value : text;
}
