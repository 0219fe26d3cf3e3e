import type { GateResult } from "../../core/comparison.ts";
import { barScale, intervalBar, type IntervalBar } from "../charts/interval-bars.ts";
import { gateMarks, limitText, observedText, shownEstimate, shownLimit } from "../gate-text.ts";
import { html, type Html } from "../html-text.ts";

export const gateBarStyle = `
.status{white-space:nowrap;font-weight:600}
.gate-line{display:flex;flex-wrap:wrap;gap:0 12px;align-items:center}
@media (max-width:640px){td .bar{width:92px}}
`;

const statusClass = { pass: "good", inconclusive: "warn", fail: "bad" } as const;

/** How a gate ended: a mark, a word and a colour. */
export function gateStatus({ status }: GateResult): Html {
  const { mark, word } = gateMarks[status];
  return html`<span class="status ${statusClass[status]}"><span aria-hidden="true">${mark}</span> ${word}</span>`;
}

/** The bars of gates of one unit, on one scale; a gate that was counted has none. */
export function gateBars(gates: readonly GateResult[]): ReadonlyMap<GateResult, Html> {
  const drawn = gates
    .filter(({ observed }) => observed.method !== "count" && observed.value !== null)
    .map((gate) => ({ gate, bar: barOf(gate) }));
  const scale = barScale(drawn.map(({ bar }) => bar));
  const bars = new Map<GateResult, Html>();
  for (const { gate, bar } of drawn) {
    const markup = intervalBar(bar, scale);
    if (markup !== undefined)
      bars.set(gate, html`<span class="${statusClass[gate.status]}">${markup}</span>`);
  }
  return bars;
}

function barOf(gate: GateResult): IntervalBar {
  return {
    estimate: shownEstimate(gate),
    limit: shownLimit(gate),
    label: `observed ${observedText(gate)}, limit ${limitText(gate)}`,
  };
}
