import type { TuneReport } from "../../core/tune-report.ts";
import { renderTune } from "../../reports/terminal/tune-text.ts";
import type { Shown } from "../explain/shown-explanation.ts";

export function shownTune(report: TuneReport): Shown {
  return {
    text: (look) => renderTune(report, look),
    json: () => `${JSON.stringify(report, null, 2)}\n`,
  };
}
