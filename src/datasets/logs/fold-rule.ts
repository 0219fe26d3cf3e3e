import type { LogSettings } from "../manifest.ts";
import type { FoldRule } from "./fold-parts.ts";

/** How calls of one key become requests. */
export function foldRuleOf({ fold }: LogSettings): FoldRule {
  return fold.kind === "none"
    ? { joinsFailures: false, maxGapMs: 0 }
    : { joinsFailures: true, maxGapMs: fold.maxGapMs };
}
