import type { Approval, FallbackRules, Reaction, TransitionRule } from "../core/policy.ts";
import type { Problem } from "../core/problem.ts";
import { triggerForm } from "../core/trigger-form.ts";
import { conditionAt } from "./condition-at.ts";
import { degradeOf } from "./degrade-of.ts";
import type { ApprovalShape, FallbackShape } from "./shapes/fallback-shape.ts";
import type { Template } from "./template.ts";
import { looksLikeExpression, triggersOf, type TriggerMention } from "./trigger-mentions.ts";

/** Calls for one record where the policy does not say: one, a retry, a backup and its retry. */
const DEFAULT_MAX_ATTEMPTS = 4;

/** Keys of the short spelling, which name one occasion each. */
export const shortKeys = ["on_timeout", "on_schema_error", "on_safety_or_policy_error"] as const;
type ShortKey = (typeof shortKeys)[number];

/** What the short spellings `on_…` speak of. */
export const shortTriggers: Readonly<Record<ShortKey, readonly string[]>> = {
  on_timeout: ["timeout", "first_token_timeout"],
  on_schema_error: ["schema_invalid"],
  on_safety_or_policy_error: ["safety_refusal", "content_filter", "policy_stop"],
};

/** To escalate here is to hand the request to a person. */
const actions: Readonly<Record<string, Reaction>> = {
  retry_same_route_once: { kind: "retry" },
  fallback_to_backup_route: { kind: "fallback", route: undefined },
  stop_and_escalate: { kind: "queue" },
  stop_and_queue: { kind: "queue" },
  stop_without_fallback: { kind: "stop" },
  stop: { kind: "stop" },
};

/** Stopping comes before trying again, and trying again before going elsewhere. */
const order: Readonly<Record<Reaction["kind"], number>> = {
  stop: 0,
  queue: 1,
  retry: 2,
  fallback: 3,
};

const DAY_MS = 86_400_000;

/** What a policy does when an attempt fails, in the order in which it is tried. */
export function fallbackRules(
  template: Template,
  cascadeLength: number,
  problems: Problem[],
  notes: string[],
): FallbackRules {
  const shape = template.shape.fallback ?? {};
  return {
    maxAttempts: shape.max_attempts ?? Math.max(DEFAULT_MAX_ATTEMPTS, cascadeLength + 1),
    transitions: [...listedRules(template), ...shortRules(template, shape, problems, notes)].sort(
      (one, other) => order[one.reaction.kind] - order[other.reaction.kind],
    ),
    backupRoutes: shape.backup_routes ?? [],
    allowedFallbacks: shape.allowed_fallbacks,
    blockedFallbacks: shape.blocked_fallbacks ?? [],
    approvalRequired: shape.approval_required ?? false,
    approvals: (shape.approvals ?? []).map(approvalOf),
    degrade: degradeOf(template, problems),
    sideEffectingTools: shape.side_effecting_tools ?? [],
  };
}

/** What is done on the triggers of each list. */
const reactions: Readonly<Record<TriggerMention["list"], Reaction>> = {
  stop_without_fallback: { kind: "stop" },
  stop_and_queue: { kind: "queue" },
  retry_same_route_once: { kind: "retry" },
  fallback_to_backup_route: { kind: "fallback", route: undefined },
};

function listedRules(template: Template): readonly TransitionRule[] {
  return triggersOf(template).map(({ list, text, path }) => {
    const isExpression = triggerForm(text).kind === "expression" && looksLikeExpression(text);
    return {
      trigger: text,
      reaction: reactions[list],
      ...(isExpression && { expression: conditionAt(template, path, text) }),
    };
  });
}

function shortRules(
  template: Template,
  shape: FallbackShape,
  problems: Problem[],
  notes: string[],
): readonly TransitionRule[] {
  return shortKeys.flatMap((key) => {
    const action = shape[key];
    if (action === undefined) return [];
    const reaction = reactionOfAction(action);
    if (reaction === undefined) {
      const hint = `write use_ROUTE or one of ${Object.keys(actions).join(", ")}`;
      problems.push(template.problemAt(["fallback", key], `"${action}" is no action`, hint));
      return [];
    }
    const triggers = shortTriggers[key];
    notes.push(`"${key}: ${action}" is read as: ${wordsOf(reaction)} on ${triggers.join(", ")}`);
    return triggers.map((trigger) => ({ trigger, reaction }));
  });
}

/** The route of `use_ROUTE`. */
export function routeOfAction(action: string): string | undefined {
  return /^use_(.+)$/s.exec(action)?.[1];
}

/** What an action such as `use_ROUTE` or `stop_and_queue` asks for; absent: it is none. */
export function reactionOfAction(action: string): Reaction | undefined {
  const route = routeOfAction(action);
  if (route !== undefined) return { kind: "fallback", route };
  return Object.hasOwn(actions, action) ? actions[action] : undefined;
}

function wordsOf(reaction: Reaction): string {
  switch (reaction.kind) {
    case "retry":
      return "retry the same route once";
    case "fallback":
      return reaction.route === undefined ? "fall back to a backup" : `go to ${reaction.route}`;
    case "stop":
      return "stop";
    case "queue":
      return "stop and queue for a person";
  }
}

function approvalOf(shape: ApprovalShape): Approval {
  const { from, to, by, until } = shape;
  const untilMs = until === undefined ? undefined : Date.parse(`${until}T00:00:00Z`) + DAY_MS - 1;
  return { from, to, by, untilMs };
}
