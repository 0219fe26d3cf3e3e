import type { AaReport } from "../../core/aa-report.ts";
import { renderAa } from "../../reports/terminal/aa-text.ts";
import type { Shown } from "../explain/shown-explanation.ts";

/** A policy against itself as text or as JSON. */
export function shownAa(report: AaReport, folder: string): Shown {
  return {
    text: (look) => renderAa(report, folder, look),
    json: () => `${JSON.stringify(report, null, 2)}\n`,
  };
}
