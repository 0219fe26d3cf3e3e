import type { PolicyDiff } from "../../core/policy-diff.ts";
import { diffJson } from "../../reports/diff-json.ts";
import { renderDiff } from "../../reports/terminal/diff-text.ts";
import type { Shown } from "./shown-explanation.ts";

export function shownDiff(diff: PolicyDiff): Shown {
  return { text: (look) => renderDiff(diff, look), json: () => diffJson(diff) };
}
