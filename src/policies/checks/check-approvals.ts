import type { Policy } from "../../core/policy.ts";
import type { Finding } from "../../core/problem.ts";
import type { Template } from "../template.ts";

/** Approvals that are over at a moment, in milliseconds since 1970. */
export function approvalFindings(
  template: Template,
  { fallback }: Policy,
  asOfMs: number,
): readonly Finding[] {
  return fallback.approvals.flatMap(({ from, to, by, untilMs }, index) => {
    if (untilMs === undefined || asOfMs <= untilMs) return [];
    const day = new Date(untilMs).toISOString().slice(0, "2026-01-31".length);
    const message = `the approval by ${by} of "${from}" → "${to}" ended on ${day}`;
    const path = ["fallback", "approvals", index, "until"];
    return [template.problemAt(path, message, "have it renewed, or delete it")];
  });
}
