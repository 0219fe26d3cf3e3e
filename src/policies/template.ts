import type { Problem } from "../core/problem.ts";
import type { SourceDocument } from "../documents/source-document.ts";
import type { FallbackShape } from "./shapes/fallback-shape.ts";
import type { PolicyShape } from "./shapes/policy-shape.ts";

export type Path = readonly (string | number)[];

/** A policy in the template's spelling, whatever the spelling it was written in. */
export interface Template {
  readonly shape: PolicyShape;
  /** What was read as something else, for `check` to show. */
  readonly notes: readonly string[];
  readonly problems: readonly Problem[];
  /** A problem with what the template holds at a path, placed where the user wrote it. */
  problemAt(path: Path, message: string, hint?: string): Problem;
  /** `file:line:column` of the text at a path. */
  textPlace(path: Path): string;
}

/** Moves the other published spellings to their place in the template. */
export function templateOf(written: PolicyShape, document: SourceDocument): Template {
  const origins = new Map<string, Path>();
  const notes: string[] = [];
  const problems: Problem[] = [];
  const originOf = (path: Path): Path => {
    for (let length = path.length; length > 0; length -= 1) {
      const origin = origins.get(path.slice(0, length).join("."));
      if (origin !== undefined) return [...origin, ...path.slice(length)];
    }
    return path;
  };
  const problemAt = (path: Path, message: string, hint?: string): Problem => ({
    file: document.file,
    ...document.locate(originOf(path)),
    message,
    hint,
  });
  /** The value of a key that may be written in two ways, of which one is the template's. */
  const either = <T>(own: T | undefined, ownPath: Path, other: T | undefined, from: Path) => {
    if (other === undefined) return own;
    const [key, otherKey] = [ownPath.join("."), from.join(".")];
    if (own !== undefined) {
      problems.push(problemAt(from, `"${otherKey}" says again what "${key}" says`, "keep one"));
      return own;
    }
    origins.set(key, from);
    notes.push(`"${otherKey}" is read as "${key}"`);
    return other;
  };

  const shape: PolicyShape = {
    ...written,
    workflow: workflowOf(written, notes),
    route_selection: {
      ...written.route_selection,
      primary_route: either(
        written.route_selection?.primary_route,
        ["route_selection", "primary_route"],
        written.primary_route,
        ["primary_route"],
      ),
    },
    cost: {
      ...written.cost,
      max_cost_per_workflow: either(
        written.cost?.max_cost_per_workflow,
        ["cost", "max_cost_per_workflow"],
        written.cost?.max_cost_per_conversation,
        ["cost", "max_cost_per_conversation"],
      ),
    },
    fallback: fallbackOf(written, either, notes),
    evidence: evidenceOf(written, notes),
  };
  return {
    shape,
    notes,
    problems,
    problemAt,
    textPlace: (path) => {
      const { line, column } = document.locateText(originOf(path));
      return `${document.file}:${line}:${column}`;
    },
  };
}

type Either = <T>(
  own: T | undefined,
  ownPath: Path,
  other: T | undefined,
  from: Path,
) => T | undefined;

function fallbackOf(written: PolicyShape, either: Either, notes: string[]): FallbackShape {
  const { fallback: own = {}, fallback_triggers: others = {} } = written;
  const list = (key: "allowed_fallbacks" | "blocked_fallbacks") =>
    either(own[key], ["fallback", key], written[key], [key]);
  const trigger = (key: keyof typeof others) =>
    either(own[key], ["fallback", key], others[key], ["fallback_triggers", key]);
  const allowed = list("allowed_fallbacks");
  const shape = {
    ...own,
    allowed_fallbacks: allowed,
    blocked_fallbacks: list("blocked_fallbacks"),
    retry_same_route_once: trigger("retry_same_route_once"),
    fallback_to_backup_route: trigger("fallback_to_backup_route"),
    stop_without_fallback: trigger("stop_without_fallback"),
    stop_and_queue: trigger("stop_and_queue"),
  };
  if (allowed === undefined || own.backup_routes !== undefined) return shape;
  notes.push('"allowed_fallbacks" without "backup_routes" are read as the backup routes too');
  if (written.allowed_fallbacks === undefined || shape.fallback_to_backup_route !== undefined) {
    return { ...shape, backup_routes: allowed };
  }
  // That spelling names no occasion for a fallback; without one its list would mean nothing.
  notes.push("fallbacks without a trigger are read as those of primary_route_unavailable");
  const occasions = ["primary_route_unavailable"];
  return { ...shape, backup_routes: allowed, fallback_to_backup_route: occasions };
}

function workflowOf({ workflow }: PolicyShape, notes: string[]): PolicyShape["workflow"] {
  if (typeof workflow !== "string") return workflow;
  notes.push(`"workflow: ${workflow}" is read as the workflow's name`);
  return { name: workflow };
}

function evidenceOf({ evidence = {} }: PolicyShape, notes: string[]): PolicyShape["evidence"] {
  const { required_logs: listed, ...flags } = evidence;
  const flagged = Object.entries(flags)
    .filter(([, isAsked]) => isAsked === true)
    .map(([flag]) => flag.replace("log_", ""));
  if (flagged.length > 0)
    notes.push(`"log_…: true" is read as required_logs: ${flagged.join(", ")}`);
  return { required_logs: [...new Set([...(listed ?? []), ...flagged])] };
}
