import type { Command } from "commander";
import { runAction } from "./command-action.ts";
import { exitCodeOfVerdicts } from "./exit-code.ts";
import type { CommandContext } from "./command-context.ts";

interface Flags {
  readonly baseline?: string;
  readonly candidate?: string;
  readonly out?: string;
  readonly json?: boolean;
  readonly debug?: boolean;
}

const EXAMPLES = `
The policy of the second run is held against that of the first by its own gates, record by record.
Runs that differ in dataset, graders, prices or source of answers are refused, each by name.

Examples
  routeproof compare reports/2026-11-20-041022-77c0de reports/2026-11-21-041022-3f9a2c
  routeproof compare reports/monday reports/tuesday --baseline support_baseline
`;

export function defineCompare(command: Command, context: CommandContext): void {
  command
    .argument("<run1>", "the folder of the earlier run")
    .argument("<run2>", "the folder of the later run, whose policy wants to be the better one")
    .option(
      "--baseline <name>",
      "the policy of the first run (default: the second's, else its candidate)",
    )
    .option("--candidate <name>", "the policy of the second run (default: its candidate)")
    .option("--out <folder>", "where the reports go (default: RUN2/against-RUN1)")
    .option("--json", "print the comparison as JSON")
    .option("--debug", "show stack traces")
    .addHelpText("after", EXAMPLES)
    .action((before: string, after: string, flags: Flags) =>
      runAction(context, flags, () => compareCommand(before, after, flags, context)),
    );
}

async function compareCommand(
  before: string,
  after: string,
  { baseline, candidate, out, json }: Flags,
  { terminal, redaction }: CommandContext,
): Promise<number> {
  const { compareIntoFolder } = await import("../run/compare/compare-reports.ts");
  const asked = { baseline, candidate, out };
  const compared = await compareIntoFolder([before, after], asked, redaction);
  const { width, colour } = terminal;
  terminal.out(json === true ? compared.json() : compared.text({ width, colour }));
  const code = exitCodeOfVerdicts(compared.comparison);
  terminal.err(`exit ${code}: the reports stand in ${compared.out}\n`);
  return code;
}
