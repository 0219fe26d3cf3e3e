import { armsOf } from "../arms.ts";
import { codeBlock, inert, table } from "../markdown-text.ts";
import { countText } from "../numbers.ts";
import { runCommand } from "../run-command.ts";
import type { RunReport } from "../run-report.ts";
import { cutList } from "./cut-list.ts";
import { prices } from "./prices.ts";

const PATH_CHARS = 160;

/** The command that asks for the same run again, and what it ran on. */
export function reproduce(report: RunReport, rows: number): string {
  const { manifest, comparison } = report;
  const inputs = cutList(manifest.inputs, rows, "inputs");
  const versions = cutList(armsOf(report), rows, "policies");
  const facts = [
    `routeproof ${inert(manifest.tool_version)}, seed ${manifest.seed}, repeats: ${countText(comparison.repeats)}, ` +
      `started ${inert(manifest.started_at)}, finished ${inert(manifest.finished_at ?? "not yet")}.`,
    table(
      ["input", "path", "SHA-256"],
      inputs.shown.map(({ role, path, sha256 }) => [
        inert(role),
        inert(path, PATH_CHARS),
        inert(sha256, PATH_CHARS),
      ]),
    ) + inputs.note.replace("comparison.json", "run.json"),
    table(
      ["policy", "version"],
      versions.shown.map(({ name, metrics }) => [inert(name), inert(metrics.version, PATH_CHARS)]),
    ) + versions.note,
    prices(report, rows),
  ];
  return `## Reproduce\n\n${codeBlock([runCommand(manifest)])}\n\n${facts.join("\n\n")}`;
}
