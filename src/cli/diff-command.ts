import type { Command } from "commander";
import type { DiffFlags } from "../run/explain/diff-options.ts";
import { runAction } from "./command-action.ts";
import { exitCodes } from "./exit-code.ts";
import type { CommandContext } from "./command-context.ts";

interface Flags extends DiffFlags {
  readonly json?: boolean;
  readonly debug?: boolean;
}

const EXAMPLES = `
Nothing is called: traffic is what the policies decide, before any answer.

Examples
  routeproof diff policies/support-baseline.yaml policies/support-by-risk.yaml
  routeproof diff policies/support-baseline.yaml policies/support-by-risk.yaml \\
    --dataset datasets/support-triage.dataset.yaml
`;

export function defineDiff(command: Command, context: CommandContext): void {
  command
    .argument("<before>", "the policy in force")
    .argument("<after>", "the policy that wants its place")
    .option("--dataset <file>", "show the traffic that moves on these records")
    .option("--registry <file>", "the routes; default: what each policy names")
    .option("--prices <file>", "prices of routes that have none of their own")
    .option("--as-of <day>", "the day that prices and approvals are held against (today)")
    .option("--seed <n>", "what a weighted policy draws by (1)")
    .option("--json", "print the difference as JSON")
    .option("--debug", "show stack traces")
    .addHelpText("after", EXAMPLES)
    .action((before: string, after: string, flags: Flags) =>
      runAction(context, flags, () => diffCommand(before, after, flags, context)),
    );
}

async function diffCommand(
  before: string,
  after: string,
  flags: Flags,
  { terminal, redaction }: CommandContext,
): Promise<number> {
  const { resolveDiff } = await import("../run/explain/diff-options.ts");
  const { diff } = await import("../run/explain/diff.ts");
  const { shownDiff } = await import("../run/explain/shown-diff.ts");
  const shown = shownDiff(await diff(resolveDiff(before, after, flags), redaction));
  const { width, colour } = terminal;
  terminal.out(flags.json === true ? shown.json() : shown.text({ width, colour }));
  return exitCodes.promote;
}
