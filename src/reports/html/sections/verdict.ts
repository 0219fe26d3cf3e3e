import type { RunReport } from "../../run-report.ts";
import { runResult } from "../../run-result.ts";
import { html, type Html } from "../html.ts";

const icons = { green: "✓", yellow: "?", red: "✗" } as const;

/** The run's verdict in words, with a mark and a colour. */
export function verdict(report: RunReport): Html {
  const { word, lamp } = runResult(report);
  return html`<header id="verdict" class="verdict ${lamp}">
<h1>${icons[lamp]} ${word}</h1>
</header>
`;
}
