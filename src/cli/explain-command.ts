import type { Command } from "commander";
import type { ExplainFlags } from "../run/explain/explain-options.ts";
import { runAction } from "./command-action.ts";
import { exitCodes } from "./exit-code.ts";
import type { CommandContext } from "./command-context.ts";

interface Flags extends ExplainFlags {
  readonly json?: boolean;
  readonly debug?: boolean;
}

const EXAMPLES = `
Nothing is called: a policy decides by what it and the record say.

Examples
  routeproof explain --policy policies/support-by-risk.yaml \\
    --dataset datasets/support-triage.dataset.yaml --record st-0010
  routeproof explain --policy policies/support-by-risk.yaml \\
    --dataset datasets/support-triage.dataset.yaml --where 'tags.risk_class == "high"'
  routeproof explain --run reports/2026-11-21-041022-3f9a2c --between support_baseline support_by_risk
`;

export function defineExplain(command: Command, context: CommandContext): void {
  command
    .option("--policy <file>", "the policy that decides")
    .option("--dataset <file>", "dataset manifest")
    .option("--record <id>", "one record")
    .option("--where <condition>", "only records that a CEL condition on the request holds for")
    .option("--limit <n>", "explain this many records (20); with --run, ids a group names (5)")
    .option("--registry <file>", "the routes; default: what the policy names")
    .option("--prices <file>", "prices of routes that have none of their own")
    .option("--as-of <day>", "the day that prices and approvals are held against (today)")
    .option("--seed <n>", "what a weighted policy draws by (1)")
    .option("--run <run>", "explain the decisions that a run folder has kept")
    .option("--between <policies...>", "with --run: two of its policies, by name")
    .option("--json", "print the explanation as JSON")
    .option("--debug", "show stack traces")
    .addHelpText("after", EXAMPLES)
    .action((flags: Flags) => runAction(context, flags, () => explainCommand(flags, context)));
}

async function explainCommand(
  flags: Flags,
  { terminal, redaction }: CommandContext,
): Promise<number> {
  const { resolveExplain } = await import("../run/explain/explain-options.ts");
  const { shownExplanation, shownRunExplanation } =
    await import("../run/explain/shown-explanation.ts");
  const asked = resolveExplain(flags);
  let shown;
  if ("ofRun" in asked) {
    const { explainRun } = await import("../run/explain/explain-run.ts");
    shown = shownRunExplanation(await explainRun(asked.ofRun, redaction));
  } else {
    const { explain } = await import("../run/explain/explain.ts");
    shown = shownExplanation(await explain(asked.ofPolicy, redaction));
  }
  const { width, colour } = terminal;
  terminal.out(flags.json === true ? shown.json() : shown.text({ width, colour }));
  return exitCodes.promote;
}
