import type { Command } from "commander";
import { problemLine } from "../core/problem.ts";
import { runAction } from "./command-action.ts";
import { exitCodes } from "./exit-code.ts";
import type { CommandContext } from "./command-context.ts";

interface Flags {
  readonly registry?: string;
  readonly prices?: string;
  readonly asOf?: string;
  readonly allowCode?: boolean;
  readonly json?: boolean;
  readonly debug?: boolean;
}

const EXAMPLES = `
Examples
  routeproof check
  routeproof check policies/support-baseline.yaml datasets/support-triage.dataset.yaml
  routeproof check policies --as-of 2027-02-01

A problem keeps a run from starting; a finding (an unreachable rule, an expired approval) is only
warned of there. Here either is exit 100.
`;

export function defineCheck(command: Command, context: CommandContext): void {
  command
    .argument("[paths...]", "files, or folders with all below them (default: policies, datasets)")
    .option("--registry <file>", "the routes; default: what the policies name")
    .option("--prices <file>", "prices of routes that have none of their own")
    .option("--as-of <day>", "the day that approvals and prices are those of (default: today)")
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
  const { resolveDay } = await import("../run/options/option-values.ts");
  const { registry, prices, allowCode = false } = flags;
  const asOfMs = resolveDay("--as-of", flags.asOf) ?? Date.now();
  const { files, problems, findings, notes } = await checkPaths(
    { paths, registry, prices, asOfMs, allowCode },
    redaction,
  );
  const isClean = problems.length === 0 && findings.length === 0;
  const code = isClean ? exitCodes.promote : exitCodes.reject;
  if (flags.json === true) {
    terminal.out(`${JSON.stringify({ files, problems, findings, notes }, null, 2)}\n`);
    return code;
  }
  for (const problem of problems) terminal.out(`${terminalText(problemLine(problem))}\n`);
  for (const finding of findings) {
    const message = `finding: ${finding.message}`;
    terminal.out(`${terminalText(problemLine({ ...finding, message }))}\n`);
  }
  for (const note of notes) terminal.out(`${terminalText(`note: ${note}`)}\n`);
  const inVain = findings.length === 0 ? "" : ` and ${counted(findings.length, "finding")}`;
  const found = `${counted(problems.length, "problem")}${inVain} in ${counted(files.length, "file")}`;
  terminal.err(`exit ${code}: ${found}\n`);
  return code;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
