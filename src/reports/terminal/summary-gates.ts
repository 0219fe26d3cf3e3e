import type { GateResult } from "../../core/comparison.ts";
import { sampleText } from "../estimate-text.ts";
import { gateMarks, limitText, observedText, shownEstimate, shownLimit } from "../gate-text.ts";
import { barLegend, intervalBar } from "./interval-bar.ts";
import type { Paint } from "./paint.ts";
import { block } from "./summary-block.ts";
import type { TerminalOptions } from "./terminal-options.ts";
import { terminalText } from "./terminal-text.ts";

/** Narrower terminals have no room for a plot beside its words. */
const PLOT_FROM_WIDTH = 100;

const gateStyles = { pass: "green", inconclusive: "yellow", fail: "red" } as const;

/** A line a gate, with its interval as a bar below where the terminal has room. */
export function gatesLines(
  gates: readonly GateResult[],
  options: TerminalOptions,
  paint: Paint,
): readonly string[] {
  const lines = gates.map((gate) => gateLines(gate, options, paint));
  const { width, plots } = options;
  if (plots === undefined || width < PLOT_FROM_WIDTH) return lines.flat();
  const bars = gates.map((gate) => gateBar(gate, Math.floor(width / 8) * 2 + 1, plots));
  if (bars.every((bar) => bar === undefined)) return lines.flat();
  const withBars = lines.flatMap((text, index) => {
    const bar = bars[index];
    return bar === undefined ? text : [...text, `    ${bar}`.trimEnd()];
  });
  return [...withBars, `    ${paint("dim", barLegend(plots))}`];
}

/** The gate's interval against its limit; a count of records has none. */
function gateBar(gate: GateResult, columns: number, look: "blocks" | "ascii"): string | undefined {
  if (gate.observed.method === "count") return undefined;
  return intervalBar(shownEstimate(gate), shownLimit(gate), Math.min(columns, 41), look);
}

function gateLines(gate: GateResult, options: TerminalOptions, paint: Paint): readonly string[] {
  const observed = observedText(gate);
  const facts = `${observed}, ${sampleText(gate.observed)}, limit ${limitText(gate)}`;
  const text = terminalText(`${gateMarks[gate.status].mark} ${gate.id}: ${facts}`);
  return block(text, "  ", options, paint, gateStyles[gate.status]);
}
