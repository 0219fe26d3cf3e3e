import type { DecisionEntry } from "../../core/decision-entry.ts";
import { versionText } from "../decision-text.ts";
import type { RunReport } from "../run-report.ts";
import { data, own, strong, type Word, words } from "../words.ts";
import { firstRows, type Part, table } from "./part.ts";

const REASON_CHARS = 300;

const titles = [
  "when",
  "what",
  "policy",
  "version",
  "before",
  "verdict",
  "approved by",
  "why",
] as const;

/** What was promoted and rolled back of the run's policies, the newest first; overrides are marked. */
export function decisions({ manifest }: RunReport, rows: number): Part | undefined {
  const { decisions: all = [] } = manifest;
  if (all.length === 0) return undefined;
  const { shown, leftOut } = firstRows(all.toReversed(), rows, "decisions", "run.json");
  const caption = "What was promoted and rolled back of this run's policies, the newest first";
  return {
    id: "decisions",
    title: "Decisions",
    blocks: [table(caption, titles.map(own), shown.map(row), leftOut)],
  };
}

function row(entry: DecisionEntry): readonly Word[] {
  const { at, kind, policy, version, before, verdict, approved_by: who, why, override } = entry;
  const named = entry.owner_approver;
  const asked = named === null || named === who ? undefined : words` (the policy names ${named})`;
  const against =
    override === undefined
      ? undefined
      : words` ${strong(words`Override:`)} ${data(override, REASON_CHARS)}`;
  return [
    at.slice(0, 10),
    own(kind === "promote" ? "promoted" : "rolled back"),
    policy,
    own(versionText(version)),
    own(versionText(before)),
    own(verdict ?? "–"),
    words`${who}${asked}`,
    words`${data(why, REASON_CHARS)}${against}`,
  ];
}
