import type { Path, Template } from "./template.ts";

/** Lists of triggers, each with what is done on them. */
export const triggerLists = [
  "stop_without_fallback",
  "stop_and_queue",
  "retry_same_route_once",
  "fallback_to_backup_route",
] as const;

export interface TriggerMention {
  readonly list: (typeof triggerLists)[number];
  readonly text: string;
  readonly path: Path;
}

/** Every trigger that a policy writes, a number as its digits. */
export function triggersOf({ shape }: Template): readonly TriggerMention[] {
  return triggerLists.flatMap((list) =>
    (shape.fallback?.[list] ?? []).map((trigger, index) => ({
      list,
      text: String(trigger),
      path: ["fallback", list, index],
    })),
  );
}

/** Whether a text that is no name and no number is meant as an expression, and not just misspelt. */
export function looksLikeExpression(text: string): boolean {
  return /[.(=<>&|?[]/.test(text);
}
