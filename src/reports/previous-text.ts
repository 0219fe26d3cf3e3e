import type { PreviousRun } from "../core/previous-run.ts";
import { estimateText } from "./estimate-text.ts";
import { countText } from "./numbers.ts";

/** What an earlier run says of a candidate: a line each, the run and its age first. */
export function previousLines(previous: PreviousRun): readonly string[] {
  switch (previous.status) {
    case "none":
      return [`${subject(previous)}: not held against an earlier run: ${previous.because}`];
    case "incomparable":
      return [
        `${heading(previous)} cannot be compared: ${previous.differences.join("; ")}`,
        ...staleLine(previous),
      ];
    case "compared": {
      const { discordant } = previous;
      return [
        heading(previous),
        ...staleLine(previous),
        `acceptance ${estimateText(previous.acceptance_rate_difference, "points")}`,
        `cost per accepted ${estimateText(previous.cost_per_accepted_ratio, "ratio")}`,
        `p95 to the answer ${estimateText(previous.p95_complete_ratio, "ratio")}`,
        `${countText(discordant.baseline_only)} of ${countText(previous.pairs)} records are no longer accepted, ${countText(discordant.candidate_only)} are newly accepted`,
      ];
    }
  }
}

type Earlier = Exclude<PreviousRun, { readonly status: "none" }>;

function heading(previous: Earlier): string {
  const { run_id: id, started_at: day } = previous;
  const version =
    previous.status === "compared"
      ? `, ${previous.policy_version_changed ? "another" : "the same"} version of the policy`
      : "";
  return `${subject(previous)} against run ${id} of ${day.slice(0, 10)} (${ageText(previous)}${version})`;
}

function ageText({ age_days: days }: Earlier): string {
  if (Math.abs(days) < 1) return "less than a day apart";
  return days > 0 ? `${days} days before` : `${-days} days after`;
}

function subject({ candidate, asked }: PreviousRun): string {
  return asked === "last-green" ? `${candidate}, last green run` : candidate;
}

function staleLine({ stale }: Earlier): readonly string[] {
  return stale.length === 0 ? [] : [`stale: ${stale.join("; ")}`];
}
