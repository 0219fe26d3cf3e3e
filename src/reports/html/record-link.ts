import type { RunReport } from "../run-report.ts";
import { html, type Html } from "./html.ts";

/** A record as the page names it. */
export function recordLink(_report: RunReport, recordId: string): Html {
  return html`<code>${recordId}</code>`;
}
