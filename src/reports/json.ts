import { HarnessError } from "../core/harness-error.ts";
import type { RunReport } from "./run-report.ts";

/** `comparison.json`: the comparison itself, indented by two spaces. */
export function renderJson({ comparison }: RunReport): string {
  return jsonText(comparison);
}

/** A file of figures, indented by two spaces; a figure that is no finite number is a bug. */
export function jsonText(figures: object): string {
  return `${JSON.stringify(figures, finiteOnly, 2)}\n`;
}

// JSON would turn NaN and Infinity into a null that nobody gave a reason for.
function finiteOnly(key: string, value: unknown): unknown {
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new HarnessError("bug", `comparison.json: "${key}" is ${value}, not a finite number`);
  }
  return value;
}
