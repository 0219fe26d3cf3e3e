import { Command, type CommanderError } from "commander";
import type { CommandContext } from "./command-context.ts";
import { commands } from "./commands.ts";
import { exitCodes } from "./exit-code.ts";
import { createRedaction } from "../run/redaction.ts";
import { TOOL_VERSION } from "../run/tool-version.ts";
import { shielded, type Terminal } from "./terminal.ts";

const EXIT_CODES = `
Exit codes
  0    promote, or the command succeeded      100  reject, or check, drill or reconcile found problems
  1    a bug of ours                          101  inconclusive
  2    invalid input, nothing was called      130  interrupted, resumable (143: terminated)
  3    incomplete: too many errors of ours, or a refused key
  4    stopped at the spend cap, resumable
  5    storage failed, what was finished is safe
`;

/**
 * The command line, ready to parse `argv` (without the process's own two); nothing runs before that.
 * Only the command that is asked for is loaded: every other one costs a short call some time.
 */
export async function createProgram(
  argv: readonly string[],
  terminal: Terminal,
  exit: (code: number) => void,
): Promise<Command> {
  const redaction = createRedaction(process.env);
  const place = shielded(terminal, redaction);
  const program = new Command("routeproof")
    .description("Replays datasets through model-routing policies and says which may be promoted.")
    .helpCommand(false)
    .showSuggestionAfterError(true)
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .configureOutput({ writeOut: place.out, writeErr: place.err })
    .addHelpText("after", EXIT_CODES);
  program.version(TOOL_VERSION, "--version", "print the version");
  const context: CommandContext = { terminal: place, redaction, exit };
  const asked = argv.find((argument) => !argument.startsWith("-"));
  for (const { name, summary, load } of commands) {
    const command = program.command(name).description(summary);
    if (name === asked) (await load())(command, context);
  }
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
