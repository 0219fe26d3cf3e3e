import type { JsonObject } from "../../core/json.ts";
import type { Usage } from "../../core/usage.ts";
import type { LogReading } from "./log-format.ts";
import { namedFields } from "./named-fields.ts";
import { usageOf } from "./usage-basis.ts";

interface DetailCounts {
  input: number | undefined;
  output: number | undefined;
  total: number | undefined;
  cacheRead: number;
  cacheWrite: number;
  reasoning: number;
}

/**
 * Langfuse's usage details, whose keys each integration chooses: `input` and `output` count what is
 * cached and reasoned, or leave it to keys of their own. The total of the same row says which; where
 * it does not, the option `usage_basis` has to.
 */
export function langfuseUsage(details: JsonObject | undefined, reading: LogReading): Usage {
  const counts = countsIn(details, reading);
  const { input, output, cacheRead, cacheWrite, reasoning } = counts;
  const basis = basisOf(counts, reading);
  return usageOf(
    {
      input,
      cacheRead,
      cacheWrite,
      output: output === undefined ? undefined : output + (basis.isReasoningBeside ? reasoning : 0),
      reasoning,
      basis: basis.areCachedBeside ? "outside" : "inside",
    },
    { cached: "usageDetails", reasoning: "usageDetails" },
    reading.fault,
  );
}

function countsIn(details: JsonObject | undefined, reading: LogReading): DetailCounts {
  const { count } = namedFields(details, "usageDetails.", reading);
  const counts: DetailCounts = {
    input: count("input"),
    output: count("output"),
    total: count("total"),
    cacheRead: 0,
    cacheWrite: 0,
    reasoning: 0,
  };
  for (const name of Object.keys(details ?? {})) {
    if (name === "input" || name === "output" || name === "total") continue;
    const kind = kindOf(name);
    if (kind === undefined) reading.unmapped(`usageDetails.${name}`);
    else counts[kind] += count(name) ?? 0;
  }
  return counts;
}

function kindOf(name: string): "cacheRead" | "cacheWrite" | "reasoning" | undefined {
  if (/reasoning/.test(name)) return "reasoning";
  if (!/cache/.test(name)) return undefined;
  return /creat|write/.test(name) ? "cacheWrite" : "cacheRead";
}

interface DetailBasis {
  readonly areCachedBeside: boolean;
  readonly isReasoningBeside: boolean;
}

const readings: readonly DetailBasis[] = [
  { areCachedBeside: false, isReasoningBeside: false },
  { areCachedBeside: true, isReasoningBeside: true },
  { areCachedBeside: true, isReasoningBeside: false },
  { areCachedBeside: false, isReasoningBeside: true },
];

function basisOf(counts: DetailCounts, { options, fault }: LogReading): DetailBasis {
  const { input = 0, output = 0, total, reasoning } = counts;
  const cached = counts.cacheRead + counts.cacheWrite;
  const inside = readings[0]!;
  if (cached === 0 && reasoning === 0) return inside;
  const possible = readings.filter(
    ({ areCachedBeside, isReasoningBeside }) =>
      total ===
      input + output + (areCachedBeside ? cached : 0) + (isReasoningBeside ? reasoning : 0),
  );
  const said = options.usageBasis;
  const [one] = possible;
  const isCertain = new Set(possible.map((each) => meaning(each, cached, reasoning))).size === 1;
  if (one !== undefined && isCertain) return one;
  if (said !== undefined) {
    return { areCachedBeside: said === "outside", isReasoningBeside: said === "outside" };
  }
  fault(
    "usageDetails.total",
    "does not say whether input and output count what is cached and reasoned: say usage_basis",
  );
  return inside;
}

/** What a reading comes to: without tokens of a kind both ways are the same. */
function meaning(basis: DetailBasis, cached: number, reasoning: number): string {
  return `${cached > 0 && basis.areCachedBeside} ${reasoning > 0 && basis.isReasoningBeside}`;
}
