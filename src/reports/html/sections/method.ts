import { method as methodPart } from "../../parts/method.ts";
import type { RunReport } from "../../run-report.ts";
import { definitions } from "../definitions.ts";
import { html, type Html } from "../../html-text.ts";
import { blocksHtml, PAGE_ROWS } from "../part-html.ts";
import { section } from "../section.ts";

export const methodStyle = `
.definitions dt{font-weight:600;margin-top:8px}
.definitions dd{margin:0 0 0 18px}
:target{outline:2px solid var(--link);outline-offset:3px}
`;

/** What every number means, and how it was made. */
export function method(report: RunReport): Html {
  const entries = Object.entries(definitions).map(
    ([metric, { name, formula, unit, among, interval }]) =>
      html`<dt id="d-${metric.replaceAll("_", "-")}">${name} <code>${metric}</code></dt>
<dd>${capital(formula)}; ${unit}. Of: ${among} Interval: ${interval}</dd>
`,
  );
  return section(
    "method",
    "Definitions and method",
    html`<dl class="definitions">\n${entries}</dl>\n<h3>Method</h3>\n`,
    ...blocksHtml(methodPart(report, PAGE_ROWS)),
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
