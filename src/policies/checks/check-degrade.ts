import type { Policy } from "../../core/policy.ts";
import type { Finding } from "../../core/problem.ts";
import type { Template } from "../template.ts";

/** Lesser services that no record ever comes to. */
export function degradeFindings(template: Template, { fallback }: Policy): readonly Finding[] {
  const { degrade, maxAttempts } = fallback;
  const scope = degrade.findIndex(({ kind }) => kind === "reduced_scope");
  if (scope < 0 || maxAttempts > 1) return [];
  const message = "is never tried: max_attempts 1 leaves no second call";
  const path = ["fallback", "degrade", scope, "reduced_scope"];
  return [template.problemAt(path, message, "raise max_attempts, or give a static answer")];
}
