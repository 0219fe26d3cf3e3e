import { armsOf } from "../arms.ts";
import { countText } from "../numbers.ts";
import { runCommand } from "../run-command.ts";
import type { RunReport } from "../run-report.ts";
import { data, own, words } from "../words.ts";
import { firstRows, paragraph, type Part, table } from "./part.ts";
import { prices } from "./prices.ts";

const PATH_CHARS = 160;

/** The command that asks for the same run again, and what it ran on. */
export function reproduce(report: RunReport, rows: number): Part {
  const { manifest, comparison } = report;
  const inputs = firstRows(manifest.inputs, rows, "inputs", "run.json");
  const versions = firstRows(armsOf(report), rows, "policies");
  return {
    id: "reproduce",
    title: "Reproduce",
    blocks: [
      { kind: "code", lines: [runCommand(manifest)] },
      paragraph(
        words`routeproof ${manifest.tool_version}, seed ${own(String(manifest.seed))}, repeats: ${own(countText(comparison.repeats))}, started ${manifest.started_at}, finished ${manifest.finished_at ?? own("not yet")}.`,
      ),
      table(
        "Inputs of the run",
        ["input", "path", "SHA-256"].map(own),
        inputs.shown.map(({ role, path, sha256 }) => [
          role,
          data(path, PATH_CHARS),
          data(sha256, PATH_CHARS),
        ]),
        inputs.leftOut,
      ),
      table(
        "Versions of the policies",
        ["policy", "version"].map(own),
        versions.shown.map(({ name, metrics }) => [name, data(metrics.version, PATH_CHARS)]),
        versions.leftOut,
      ),
      prices(report, rows),
    ],
  };
}
