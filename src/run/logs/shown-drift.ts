import type { DriftReport } from "../../core/drift.ts";
import { renderDrift } from "../../reports/terminal/drift-text.ts";
import { jsonText } from "../../reports/json.ts";
import type { Shown } from "../explain/shown-explanation.ts";

export function shownDrift(drift: DriftReport): Shown {
  return {
    text: (look) => renderDrift(drift, look),
    json: () => jsonText({ schema_version: 1, ...drift }),
  };
}
