import type { DecisionEntry } from "../../core/decision-entry.ts";
import { approvalText, overrideLines, versionText } from "../decision-text.ts";
import { lineWriter } from "./line-writer.ts";
import { toolCommand } from "../run-command.ts";
import type { TerminalOptions } from "./terminal-options.ts";
import { terminalText } from "./terminal-text.ts";

/** A decision with the archived documents that it puts in force. */
export interface DecidedFiles {
  readonly entry: DecisionEntry;
  readonly policyFile: string;
  readonly registryFile: string;
  readonly notes: readonly string[];
}

/** What `promote` prints; `isNew` false: the version was in force already. */
export function renderPromotion(
  { entry, policyFile, registryFile, notes }: DecidedFiles,
  isNew: boolean,
  look: TerminalOptions,
): string {
  const write = lineWriter(look);
  const version = versionText(entry.version);
  const title = isNew
    ? `promoted ${entry.policy} ${version}, in place of ${versionText(entry.before)}`
    : `${entry.policy} ${version} is in force already, since ${entry.at.slice(0, 10)}: nothing was written`;
  const lines = [
    ...write(title, "bold"),
    ...write(`  ${approvalText(entry)}`),
    whole(`  archived: ${policyFile}`),
    whole(`  with:     ${registryFile}`),
    ...overrideLines([entry]).flatMap((line) => write(`  ! ${line}`, "yellow")),
    ...noteLines(notes, look),
  ];
  return `${lines.join("\n")}\n`;
}

/** What `rollback` prints: the version before, its file, and the drill that tries it. */
export function renderRollback(
  { entry, policyFile, registryFile, notes }: DecidedFiles,
  promotion: DecisionEntry,
  look: TerminalOptions,
): string {
  const write = lineWriter(look);
  const { at, approved_by: who, run_id: run } = promotion;
  const drill = toolCommand("drill", "--policy", policyFile, "--registry", registryFile);
  const lines = [
    ...write(
      `${entry.policy} goes back from ${versionText(entry.before)} to ${versionText(entry.version)}`,
      "bold",
    ),
    ...write(`  promoted ${at.slice(0, 10)} by ${who} on run ${run}`),
    ...overrideLines([promotion]).flatMap((line) => write(`  ! ${line}`, "yellow")),
    ...write("  no policy file was edited; put this one in force:"),
    whole(`    ${policyFile}`),
    ...write("  and try it first:"),
    whole(`    ${drill}`),
    ...noteLines(notes, look),
  ];
  return `${lines.join("\n")}\n`;
}

/** A path or a command stays on its line, however long it is: it is there to be copied. */
function whole(line: string): string {
  return terminalText(line);
}

function noteLines(notes: readonly string[], look: TerminalOptions): readonly string[] {
  return notes.flatMap((note) => lineWriter(look)(`Note: ${note}`, "yellow"));
}
