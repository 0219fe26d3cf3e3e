import type { Router } from "../../core/router.ts";

/** What a policy asks before it decides, where nothing is asked: asking calls a model or runs code. */
export function adviceNotes(policy: string, { advice }: Router): readonly string[] {
  if (advice === undefined) return [];
  const asked = advice.kind === "model" ? `the route ${advice.route}` : advice.path;
  return [`before ${policy} decides it asks ${asked}, which is not asked here`];
}
