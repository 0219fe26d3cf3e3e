import { triggerForm, type TriggerForm } from "../../core/trigger-form.ts";
import type { PolicyShape } from "../shapes/policy-shape.ts";

/** How long a call of a drill may take, in milliseconds; `Infinity`: nothing is written. */
export interface WrittenLimits {
  readonly completeMs: number;
  readonly firstTokenMs: number;
}

/**
 * The shortest of what is written: a time that a trigger waits for is how long a call may take,
 * because what happens after it is known then. Answers of a drill do not come as streams.
 */
export function writtenLimits({ latency = {}, fallback = {} }: PolicyShape): WrittenLimits {
  const waits = triggersIn(fallback).flatMap((trigger) => {
    const form = triggerForm(trigger);
    return form.kind === "slower_than" ? [form] : [];
  });
  const shortest = (of: Wait["of"], ...written: readonly (number | undefined)[]): number =>
    Math.min(
      ...waits.filter((wait) => wait.of === of).map(({ ms }) => ms),
      ...written.map((ms) => ms ?? Infinity),
    );
  const whole = latency.non_streaming_timeout_ms ?? latency.timeout_ms;
  return {
    completeMs: shortest("complete", whole, latency.deadline_ms),
    firstTokenMs: shortest("first_token", latency.first_token_timeout_ms),
  };
}

type Wait = Extract<TriggerForm, { kind: "slower_than" }>;

const lists = [
  "stop_without_fallback",
  "stop_and_queue",
  "retry_same_route_once",
  "fallback_to_backup_route",
] as const;

function triggersIn(fallback: NonNullable<PolicyShape["fallback"]>): readonly string[] {
  return lists.flatMap((list) => (fallback[list] ?? []).map(String));
}

/** The policy with these limits alone, and without a trigger that waits for a time. */
export function withLimits(
  shape: PolicyShape,
  latency: NonNullable<PolicyShape["latency"]>,
): PolicyShape {
  const timeless = lists.flatMap((list) => {
    const triggers = shape.fallback?.[list];
    if (triggers === undefined) return [];
    return [[list, triggers.filter((one) => triggerForm(String(one)).kind !== "slower_than")]];
  });
  return {
    ...shape,
    latency,
    fallback: { ...shape.fallback, ...(Object.fromEntries(timeless) as object) },
  };
}
