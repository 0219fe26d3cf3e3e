import { transientKinds } from "../../core/failure.ts";
import type { Policy, Reaction } from "../../core/policy.ts";
import type { Finding } from "../../core/problem.ts";
import type { Registry } from "../../core/route.ts";
import { routesNamedBy } from "../../core/routes-of-policy.ts";
import { triggerForm } from "../../core/trigger-form.ts";
import { reactionOfAction, shortKeys, shortTriggers } from "../fallback-rules.ts";
import type { Path, Template } from "../template.ts";
import { triggersOf, type TriggerMention } from "../trigger-mentions.ts";

/** A trigger with what it sets off, where that is written. */
interface WrittenTrigger {
  readonly trigger: string;
  readonly reaction: Reaction["kind"];
  /** Such as `stop_without_fallback`. */
  readonly key: string;
  readonly path: Path;
}

const reactions: Readonly<Record<TriggerMention["list"], Reaction["kind"]>> = {
  stop_without_fallback: "stop",
  stop_and_queue: "queue",
  retry_same_route_once: "retry",
  fallback_to_backup_route: "fallback",
};

/** Triggers that can never set off what they are written for. */
export function idleTriggerFindings(
  template: Template,
  policy: Policy,
  registry: Registry | undefined,
): readonly Finding[] {
  const written = writtenTriggers(template);
  const idle = written.map((each) => ({
    ...each,
    because: whyNever(each, written, policy, registry),
  }));
  return idle.flatMap(({ trigger, path, key, because }): readonly Finding[] => {
    if (because === undefined) return [];
    // A short spelling speaks of several failures: it is idle where all of them are.
    const isShort = path.length === 2;
    const others = idle.filter((each) => each.key === key && each.because === undefined);
    if (isShort && (others.length > 0 || trigger !== shortTriggerOf(key))) return [];
    const { message, hint } = because;
    return [template.problemAt(path, isShort ? message : `"${trigger}": ${message}`, hint)];
  });
}

function shortTriggerOf(key: string): string | undefined {
  return shortKeys.flatMap((short) => (short === key ? [shortTriggers[short][0]] : []))[0];
}

function writtenTriggers(template: Template): readonly WrittenTrigger[] {
  const { fallback = {} } = template.shape;
  return [
    ...triggersOf(template).map(({ list, text, path }): WrittenTrigger => {
      return { trigger: text, reaction: reactions[list], key: list, path };
    }),
    ...shortKeys.flatMap((key) => {
      const reaction = reactionOfAction(fallback[key] ?? "")?.kind;
      if (reaction === undefined) return [];
      return shortTriggers[key].map((trigger): WrittenTrigger => {
        return { trigger, reaction, key, path: ["fallback", key] };
      });
    }),
  ];
}

type Because = { readonly message: string; readonly hint: string };

function whyNever(
  written: WrittenTrigger,
  all: readonly WrittenTrigger[],
  policy: Policy,
  registry: Registry | undefined,
): Because | undefined {
  const { trigger, reaction, key } = written;
  if (trigger === "harness_error") {
    const message = "never happens to a call: it is an error of the harness itself";
    return { message, hint: "delete it" };
  }
  const because =
    trigger === "first_token_timeout"
      ? noFirstTokenTimeout(policy, registry)
      : (tooSlow(trigger, policy) ?? noCeiling(trigger, policy));
  if (because !== undefined) return because;
  const stop = all.find((each) => isStopBefore(each, written));
  if (stop !== undefined) {
    const name = stop.trigger === trigger ? stop.key : `${stop.key} "${stop.trigger}"`;
    const hint = `delete it here, or there`;
    return { message: `${key} never has its turn: ${name} comes first`, hint };
  }
  const isAfterCall = trigger !== "primary_route_unavailable";
  const needsCall = reaction === "retry" || reaction === "fallback";
  if (needsCall && isAfterCall && policy.fallback.maxAttempts < 2) {
    const message = `${key} never has its turn: max_attempts 1 leaves no second call`;
    return { message, hint: "raise max_attempts, or delete it" };
  }
  return undefined;
}

/** Only a limit makes one; a simulated route may be told to, and so may the rows of a table. */
function noFirstTokenTimeout(
  { latency, ...policy }: Policy,
  registry: Registry | undefined,
): Because | undefined {
  const { firstTokenTimeoutMs: limit, timeoutMs } = latency;
  const isSimulated = routesNamedBy({ latency, ...policy }, registry).some(
    (name) => registry?.routes.get(name)?.simulation?.errors.first_token_timeout !== undefined,
  );
  if (isSimulated) return undefined;
  if (limit === undefined) {
    const message = "nothing sets it off: no latency.first_token_timeout_ms is written";
    return { message, hint: "write one, or delete this" };
  }
  if (timeoutMs === undefined || limit <= timeoutMs) return undefined;
  const message = `nothing sets it off: timeout_ms ${timeoutMs} comes before first_token_timeout_ms ${limit}`;
  return { message, hint: "write a shorter first_token_timeout_ms" };
}

/** A call that is over by then is never slower. */
function tooSlow(trigger: string, { latency }: Policy): Because | undefined {
  const form = triggerForm(trigger);
  if (form.kind !== "slower_than") return undefined;
  const { timeoutMs, nonStreamingTimeoutMs: wholeMs = 0 } = latency;
  // Without a stream the other timeout counts: a longer one of the two may be waited for.
  const complete =
    timeoutMs !== undefined && wholeMs > timeoutMs
      ? { non_streaming_timeout_ms: wholeMs }
      : { timeout_ms: timeoutMs };
  const limits = {
    deadline_ms: latency.deadlineMs,
    ...(form.of === "complete"
      ? complete
      : { first_token_timeout_ms: latency.firstTokenTimeoutMs }),
  };
  for (const [key, ms] of Object.entries(limits)) {
    if (ms === undefined || form.ms <= ms) continue;
    const message = `nothing sets it off: ${key} ${ms} ends a call before that`;
    return { message, hint: `write less than ${ms} ms, or a longer ${key}` };
  }
  return undefined;
}

/** Only a ceiling makes one; the rows of a table may say so too. */
function noCeiling(
  trigger: string,
  { ceilings, cost: { maxPerRequestNanoUsd } }: Policy,
): Because | undefined {
  if (trigger !== "budget_exceeded") return undefined;
  if (ceilings.length > 0 || maxPerRequestNanoUsd !== undefined) return undefined;
  const message = "nothing sets it off: no ceiling is written under cost";
  return { message, hint: "write one, such as cost.max_cost_per_request" };
}

/** Stops come before everything else, and stops before queues. */
function isStopBefore(stop: WrittenTrigger, other: WrittenTrigger): boolean {
  if (stop.reaction !== "stop" && stop.reaction !== "queue") return false;
  if (other.reaction === "stop" || (other.reaction === "queue" && stop.reaction === "queue")) {
    return false;
  }
  // A route that is refused before any call is unavailable too, and no stop is looked at then.
  if (stop.trigger === "primary_route_unavailable") return false;
  if (stop.trigger === other.trigger) return true;
  switch (stop.trigger) {
    case "transient_error":
      return [...transientKinds].some((kind) => kind === other.trigger);
    case "schema_invalid":
      return other.trigger === "schema_invalid_after_retry";
    case "schema_invalid_after_retry":
      // A fallback is looked at when no retry is left, which is what this stop waits for.
      return other.trigger === "schema_invalid" && other.reaction === "fallback";
    default:
      return false;
  }
}
