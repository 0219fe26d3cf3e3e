import type { LogComparison } from "../../core/log-comparison.ts";
import { jsonText } from "../../reports/json.ts";
import { renderLogComparisonText } from "../../reports/terminal/log-comparison-text.ts";
import type { Shown } from "../explain/shown-explanation.ts";

export function shownLogComparison(comparison: LogComparison): Shown {
  return {
    text: (look) => renderLogComparisonText(comparison, look),
    json: () => jsonText(comparison),
  };
}
