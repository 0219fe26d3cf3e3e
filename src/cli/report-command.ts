import type { Command } from "commander";
import { runAction } from "./command-action.ts";
import { exitCodes } from "./exit-code.ts";
import type { CommandContext } from "./command-context.ts";

interface Flags {
  readonly format?: string;
  readonly print?: boolean;
  readonly json?: boolean;
  readonly debug?: boolean;
}

const EXAMPLES = `
Examples
  routeproof report reports/2026-11-21-041022-3f9a2c --format md,junit
  routeproof report reports/2026-11-21-041022-3f9a2c --format md --print
`;

export function addReportCommand(program: Command, context: CommandContext): void {
  program
    .command("report")
    .description("write the reports of a kept run again")
    .argument("<run>", "a run folder")
    .option("--format <names>", "json, md, csv, junit, comma-separated (default: all)")
    .option("--print", "print one format instead of writing it")
    .option("--json", "print the comparison as JSON")
    .option("--debug", "show stack traces")
    .addHelpText("after", EXAMPLES)
    .action((folder: string, flags: Flags) =>
      runAction(context, flags, () => reportCommand(folder, flags, context)),
    );
}

async function reportCommand(
  folder: string,
  flags: Flags,
  { terminal }: CommandContext,
): Promise<number> {
  const { printReport, rewriteReports } = await import("../run/report.ts");
  if (flags.json === true) terminal.out(printReport(folder, "json"));
  else if (flags.print === true) terminal.out(printReport(folder, flags.format));
  else for (const path of rewriteReports(folder, flags.format)) terminal.out(`${path}\n`);
  return exitCodes.promote;
}
