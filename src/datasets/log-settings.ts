import type { LogSettings } from "./manifest.ts";
import type { ManifestShape } from "./manifest-shape.ts";
import { isLogFormatName } from "./logs/log-format.ts";

/** A failed call and the next one of its request lie at most this far apart. */
const MAX_GAP_MS = 60_000;

/** How a log is read, with what its manifest leaves out filled in. */
export function logSettings({ source, log }: ManifestShape): LogSettings {
  const { format } = source;
  return {
    format: isLogFormatName(format) || format === "csv" ? format : "jsonl",
    options: {
      costUnit: source.cost_unit,
      usageBasis: source.usage_basis,
      latencyParts: source.latency_parts,
    },
    routes: new Map(Object.entries(log?.routes ?? {})),
    fold: foldOf(log?.fold),
    cost: log?.cost ?? "logged",
  };
}

function foldOf(fold: NonNullable<ManifestShape["log"]>["fold"]): LogSettings["fold"] {
  if (fold === "none") return { kind: "none" };
  return { kind: "failures", by: fold?.by, maxGapMs: fold?.max_gap_ms ?? MAX_GAP_MS };
}
