import type { DecisionEntry } from "../../core/decision-entry.ts";
import { versionText } from "../decision-text.ts";
import { inert, table } from "../markdown-text.ts";
import type { RunReport } from "../run-report.ts";
import { cutList } from "./cut-list.ts";

const REASON_CHARS = 300;

/** What was promoted and rolled back of the run's policies, the newest first; overrides are marked. */
export function decisions({ manifest }: RunReport, rows: number): string | undefined {
  const { decisions: all = [] } = manifest;
  if (all.length === 0) return undefined;
  const { shown, note } = cutList(all.toReversed(), rows, "decisions");
  const header = ["when", "what", "policy", "version", "before", "verdict", "approved by", "why"];
  const text = table(header, shown.map(row)) + note.replace("comparison.json", "run.json");
  return `## Decisions\n\n${text}`;
}

function row(entry: DecisionEntry): readonly string[] {
  const { at, kind, policy, version, before, verdict, approved_by: who, why, override } = entry;
  const named = entry.owner_approver;
  const asked = named === null || named === who ? "" : ` (the policy names ${inert(named)})`;
  const against = override === undefined ? "" : ` **Override:** ${inert(override, REASON_CHARS)}`;
  return [
    inert(at.slice(0, 10)),
    kind === "promote" ? "promoted" : "rolled back",
    inert(policy),
    versionText(version),
    versionText(before),
    verdict ?? "–",
    inert(who) + asked,
    inert(why, REASON_CHARS) + against,
  ];
}
