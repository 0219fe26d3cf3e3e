import { Command, type CommanderError } from "commander";
import { addAaCommand } from "./aa-command.ts";
import { addCheckCommand } from "./check-command.ts";
import { addCompareLogsCommand } from "./compare-logs-command.ts";
import type { CommandContext } from "./command-context.ts";
import { addDrillCommand } from "./drill-command.ts";
import { exitCodes } from "./exit-code.ts";
import { addDiffCommand } from "./diff-command.ts";
import { addDriftCommand } from "./drift-command.ts";
import { addExplainCommand } from "./explain-command.ts";
import { addReconcileCommand } from "./reconcile-command.ts";
import { addImportCommand } from "./import-command.ts";
import { addPlanCommand } from "./plan-command.ts";
import { addRecordCommand } from "./record-command.ts";
import { addReportCommand } from "./report-command.ts";
import { addRunCommand } from "./run-command.ts";
import { addShowCommand } from "./show-command.ts";
import { addTuneCommand } from "./tune-command.ts";
import { createRedaction } from "../run/redaction.ts";
import { TOOL_VERSION } from "../run/tool-version.ts";
import { withoutKeys, type Terminal } from "./terminal.ts";

const EXIT_CODES = `
Exit codes
  0    promote, or the command succeeded      100  reject, or check, drill or reconcile found problems
  1    a bug of ours                          101  inconclusive
  2    invalid input, nothing was called      130  interrupted, resumable (143: terminated)
  3    incomplete: too many errors of ours, or a refused key
  4    stopped at the spend cap, resumable
  5    storage failed, what was finished is safe
`;

/** The whole command line; nothing runs before it is told to parse. */
export function createProgram(terminal: Terminal, exit: (code: number) => void): Command {
  const redaction = createRedaction(process.env);
  const shielded = withoutKeys(terminal, redaction);
  const program = new Command("routeproof")
    .description("Replays datasets through model-routing policies and says which may be promoted.")
    .helpCommand(false)
    .showSuggestionAfterError(true)
    .configureOutput({ writeOut: shielded.out, writeErr: shielded.err })
    .addHelpText("after", EXIT_CODES);
  program.version(TOOL_VERSION, "--version", "print the version");
  const context: CommandContext = { terminal: shielded, redaction, exit };
  addPlanCommand(program, context);
  addAaCommand(program, context);
  addRunCommand(program, context);
  addRecordCommand(program, context);
  addImportCommand(program, context);
  addCheckCommand(program, context);
  addDrillCommand(program, context);
  addReportCommand(program, context);
  addReconcileCommand(program, context);
  addShowCommand(program, context);
  addExplainCommand(program, context);
  addDiffCommand(program, context);
  addTuneCommand(program, context);
  addCompareLogsCommand(program, context);
  addDriftCommand(program, context);
  for (const command of [program, ...program.commands]) {
    command.exitOverride((error: CommanderError) => {
      const isHelp = error.exitCode === 0;
      exit(isHelp ? exitCodes.promote : exitCodes.invalidInput);
      if (!isHelp) terminal.err(`exit ${exitCodes.invalidInput}: see ${command.name()} --help\n`);
      throw error;
    });
  }
  return program;
}
