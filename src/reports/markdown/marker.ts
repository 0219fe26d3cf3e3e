import { hash53 } from "../../core/seed.ts";
import type { RunReport } from "../run-report.ts";

/** Longest name that stands in a marker as it is. */
const NAME_CHARS = 80;

/**
 * A comment that no reader sees, the same for every run of these policies over this dataset: whoever
 * posts reports finds the comment to replace by it. It never holds `--` or `>` of a name.
 */
export function marker({ comparison }: RunReport): string {
  const candidates = comparison.candidates.map(inComment).join("+");
  return `<!-- routeproof:${shortName(candidates)}:${shortName(inComment(comparison.dataset.name))} -->`;
}

/** A name in characters that end no comment, are no mention and name nobody else. */
function inComment(name: string): string {
  return encodeURIComponent(name.toWellFormed())
    .replace(/[!'()*~]/g, (character) => `%${character.charCodeAt(0).toString(16)}`)
    .replace(/-(?=-|$)/g, "%2d");
}

/** What is cut off still tells one name from another. */
function shortName(name: string): string {
  if (name.length <= NAME_CHARS) return name;
  return `${name.slice(0, NAME_CHARS).replace(/-+$/, "")}~${hash53(name).toString(36)}`;
}
