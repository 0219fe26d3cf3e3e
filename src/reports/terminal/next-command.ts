import { recordsNeeded } from "../gate-text.ts";
import { countText } from "../numbers.ts";
import { ownValue } from "../own-value.ts";
import { toolCommand } from "../run-command.ts";
import type { RunReport } from "../run-report.ts";

/** The one command that helps most now. */
export function nextCommand(report: RunReport): string {
  const { folder, comparison, witnesses } = report;
  const { status } = report.manifest;
  if (status === "incomplete" && report.manifest.refused_keys !== undefined) {
    return toolCommand("run", "--resume", folder, "--retry-errors");
  }
  if (status === "incomplete") {
    const witness = Object.values(witnesses ?? {}).flat()[0];
    return toolCommand("show", folder, witness?.recordId ?? "RECORD");
  }
  if (status !== "complete") return toolCommand("run", "--resume", folder);
  if (asksForCalls(report)) return `${toCallsFor(report.manifest)} --max-spend USD`;
  for (const { candidate, verdict, gates } of comparison.comparisons) {
    if (verdict.decision === "reject") {
      const witness = ownValue(witnesses, candidate)?.[0];
      return toolCommand("show", folder, witness?.recordId ?? "RECORD");
    }
    const needed = recordsNeeded(gates);
    if (verdict.decision === "inconclusive" && needed !== undefined) {
      return `run again with about ${countText(needed)} records`;
    }
  }
  if (report.manifest.across !== undefined) return toolCommand("show", folder, "RECORD");
  return toolCommand("report", folder, "--format", "csv");
}

/** A log left open what the models themselves can answer. */
function asksForCalls({ comparison, manifest }: RunReport): boolean {
  const { coverage, comparisons } = comparison;
  if (coverage === undefined || manifest.provider !== "log") return false;
  if (comparisons.some(({ verdict }) => verdict.decision !== "inconclusive")) return false;
  return Object.values(coverage.policies).some(
    ({ not_covered: missing }) => missing.other_route + missing.attempt_not_logged > 0,
  );
}

function toCallsFor({ options }: RunReport["manifest"]): string {
  const { dataset, baseline, candidates } = options;
  return toolCommand(
    "run",
    "--provider",
    "live",
    "--only-uncovered",
    "--dataset",
    dataset,
    "--baseline",
    baseline,
    ...candidates.flatMap((candidate) => ["--candidate", candidate]),
  );
}
