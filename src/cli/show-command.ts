import type { Command } from "commander";
import { runAction } from "./command-action.ts";
import { exitCodes } from "./exit-code.ts";
import type { CommandContext } from "./command-context.ts";

interface Flags {
  readonly json?: boolean;
  readonly debug?: boolean;
}

const EXAMPLES = `
Example
  routeproof show reports/2026-11-21-041022-3f9a2c ticket-0042
`;

export function defineShow(command: Command, context: CommandContext): void {
  command
    .argument("<run>", "a run folder")
    .argument("<record>", "the record's id")
    .option("--json", "print the record as JSON")
    .option("--debug", "show stack traces")
    .addHelpText("after", EXAMPLES)
    .action((folder: string, record: string, flags: Flags) =>
      runAction(context, flags, () => showCommand(folder, record, flags, context)),
    );
}

async function showCommand(
  folder: string,
  record: string,
  flags: Flags,
  { terminal, redaction }: CommandContext,
): Promise<number> {
  const { showRecord } = await import("../run/show.ts");
  const view = await showRecord(folder, record, redaction);
  terminal.out(
    flags.json === true
      ? view.json()
      : view.text({ width: terminal.width, colour: terminal.colour }),
  );
  return exitCodes.promote;
}
