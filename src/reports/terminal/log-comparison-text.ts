import type { Estimate } from "../../core/estimate.ts";
import type { LogComparison } from "../../core/log-comparison.ts";
import { displayWidth, padded } from "../display-width.ts";
import { estimateText, sampleText, valueText } from "../estimate-text.ts";
import { gateMarks, limitText, observedText, worstFirst } from "../gate-text.ts";
import { lineWriter } from "./line-writer.ts";
import { splitText } from "../log-comparison-markdown.ts";
import type { Unit } from "../metric-unit.ts";
import { countText } from "../numbers.ts";
import { verdictWords } from "../run-result.ts";
import type { TerminalOptions } from "./terminal-options.ts";

const decisionStyles = { promote: "green", inconclusive: "yellow", reject: "red" } as const;
const gateStyles = { pass: "green", inconclusive: "yellow", fail: "red" } as const;

/** What `compare-logs` prints for people: verdict, why, three numbers, the split, gates. */
export function renderLogComparisonText(
  comparison: LogComparison,
  options: TerminalOptions,
): string {
  const write = lineWriter(options);
  const { verdict, control, canary, share, gates, warnings } = comparison;
  const lines = [
    ...write(
      `${verdictWords[verdict.decision]}  ${canary.dataset.name} (canary) against ${control.dataset.name} (control)`,
      decisionStyles[verdict.decision],
    ),
    ...write(`Why: ${verdict.reasons[0] ?? "no reason was given"}`),
    "",
    ...numberLines(comparison),
    "",
    ...write(splitText(share)),
    "",
    ...worstFirst(gates).flatMap((gate) =>
      write(
        `${gateMarks[gate.status].mark} ${gate.id}: ${observedText(gate)}, ${sampleText(gate.observed)}, limit ${limitText(gate)}`,
        gateStyles[gate.status],
      ),
    ),
    ...(gates.length === 0 ? write("no gate was asked for") : []),
    ...warnings.flatMap((warning) => ["", ...write(`Note: ${warning}`, "yellow")]),
  ];
  return `${lines.join("\n")}\n`;
}

function numberLines({ control, canary, differences }: LogComparison): readonly string[] {
  const [before, after] = [control.overall, canary.overall];
  const rows: readonly (readonly [string, readonly Estimate[], Unit, Estimate, Unit])[] = [
    [
      "acceptance",
      [before.acceptance_rate, after.acceptance_rate],
      "rate",
      differences.acceptance_rate_difference,
      "points",
    ],
    [
      "p95 to the answer",
      [before.latency.p95_ms, after.latency.p95_ms],
      "ms",
      differences.p95_complete_ratio,
      "ratio",
    ],
    [
      "cost per accepted",
      [before.cost.per_accepted_usd, after.cost.per_accepted_usd],
      "usd",
      differences.cost_per_accepted_ratio,
      "ratio",
    ],
  ];
  const requests = `${countText(before.records)} → ${countText(after.records)}`;
  const shown = rows.map(([, values, unit]) =>
    values.map(({ value, reason }) => valueText(value, unit, reason)).join(" → "),
  );
  const width = Math.max(...[requests, ...shown].map(displayWidth));
  return [
    `  ${padded("requests", 18)} ${requests}`,
    ...rows.map(
      ([title, , , change, unit], index) =>
        `  ${padded(title, 18)} ${padded(shown[index] ?? "", width)}   ${estimateText(change, unit)}`,
    ),
  ];
}
