import type { PolicyShape } from "../shapes/policy-shape.ts";
import type { Path } from "../template.ts";

/** One line of a document that says what to do when something happens. */
export interface WrittenTransition {
  readonly does: "retry" | "fallback" | "stop" | "queue";
  /** What it is for: any one of them. */
  readonly triggers: readonly string[];
  /** The route of `use_ROUTE`; absent: the first backup. */
  readonly route: string | undefined;
  /** Such as `fallback.stop_and_queue: compliance_flag`. */
  readonly id: string;
  readonly path: Path;
}

const lists = [
  ["stop_without_fallback", "stop"],
  ["stop_and_queue", "queue"],
  ["retry_same_route_once", "retry"],
  ["fallback_to_backup_route", "fallback"],
] as const;

/** The short spelling: what each key is for. */
const shortKeys = [
  ["on_timeout", ["timeout", "first_token_timeout"]],
  ["on_schema_error", ["schema_invalid"]],
  ["on_safety_or_policy_error", ["safety_refusal", "content_filter", "policy_stop"]],
] as const;

const shortActions: Readonly<Record<string, WrittenTransition["does"]>> = {
  retry_same_route_once: "retry",
  fallback_to_backup_route: "fallback",
  stop_without_fallback: "stop",
  stop: "stop",
  stop_and_queue: "queue",
  stop_and_escalate: "queue",
};

/**
 * Every transition that a document writes, read from its keys alone: the engine's own reading of
 * them is what a drill puts to the test.
 */
export function writtenTransitions({ fallback = {} }: PolicyShape): readonly WrittenTransition[] {
  const listed = lists.flatMap(([key, does]) =>
    (fallback[key] ?? []).map((trigger, index): WrittenTransition => ({
      does,
      triggers: [String(trigger)],
      route: undefined,
      id: `fallback.${key}: ${trigger}`,
      path: ["fallback", key, index],
    })),
  );
  const short = shortKeys.flatMap(([key, triggers]): readonly WrittenTransition[] => {
    const action = fallback[key];
    if (action === undefined) return [];
    const route = action.startsWith("use_") ? action.slice("use_".length) : undefined;
    const does = route === undefined ? shortActions[action] : "fallback";
    if (does === undefined) return [];
    return [{ does, triggers, route, id: `fallback.${key}: ${action}`, path: ["fallback", key] }];
  });
  return [...listed, ...short];
}
