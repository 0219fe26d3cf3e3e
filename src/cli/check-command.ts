import type { Command } from "commander";
import { placeOf } from "../core/problem.ts";
import { runAction } from "./command-action.ts";
import { exitCodes } from "./exit-code.ts";
import type { CommandContext } from "./command-context.ts";

interface Flags {
  readonly registry?: string;
  readonly allowCode?: boolean;
  readonly json?: boolean;
  readonly debug?: boolean;
}

const EXAMPLES = `
Examples
  routeproof check
  routeproof check policies/support-baseline.yaml datasets/support-triage.dataset.yaml
`;

export function addCheckCommand(program: Command, context: CommandContext): void {
  program
    .command("check")
    .description("validate policies, registry, dataset manifests and data")
    .argument("[paths...]", "files or folders (default: policies and datasets)")
    .option("--registry <file>", "the routes; default: what the policies name")
    .option("--allow-code", "load the modules that policies name: their code is run")
    .option("--json", "print the problems as JSON")
    .option("--debug", "show stack traces")
    .addHelpText("after", EXAMPLES)
    .action((paths: readonly string[], flags: Flags) =>
      runAction(context, flags, () => checkCommand(paths, flags, context)),
    );
}

async function checkCommand(
  paths: readonly string[],
  flags: Flags,
  { terminal, redaction }: CommandContext,
): Promise<number> {
  const { checkPaths } = await import("../run/check.ts");
  const { terminalText } = await import("../run/describe-error.ts");
  const { files, problems, notes } = await checkPaths(
    paths,
    flags.registry,
    redaction,
    flags.allowCode ?? false,
  );
  const code = problems.length === 0 ? exitCodes.promote : exitCodes.reject;
  if (flags.json === true) {
    terminal.out(`${JSON.stringify({ files, problems, notes }, null, 2)}\n`);
    return code;
  }
  for (const problem of problems) {
    const hint = problem.hint === undefined ? "" : ` (${problem.hint})`;
    terminal.out(`${terminalText(`${placeOf(problem)}: ${problem.message}${hint}`)}\n`);
  }
  for (const note of notes) terminal.out(`${terminalText(`note: ${note}`)}\n`);
  const found = `${counted(problems.length, "problem")} in ${counted(files.length, "file")}`;
  terminal.err(`exit ${code}: ${found}\n`);
  return code;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
