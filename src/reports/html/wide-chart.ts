import { html, type Html } from "../html-text.ts";

export const wideChartStyle = `
.wide .chart{min-width:640px}
.wider .chart{min-width:1320px}
`;

/**
 * A chart whose words would be too small to read on a narrow screen: it keeps its size there and
 * scrolls by itself. `wider`: on any screen.
 */
export function wideChart(label: string, chart: Html, width: "wide" | "wider" = "wide"): Html {
  return html`<div class="scroll ${width}" tabindex="0" role="region" aria-label="Chart: ${label}">
${chart}
</div>`;
}
