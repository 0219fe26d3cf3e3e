import type { Command } from "commander";
import type { RunFlags } from "../run/options/run-flags.ts";
import { runAction } from "./command-action.ts";
import type { CommandContext } from "./command-context.ts";
import { exitCodes } from "./exit-code.ts";

interface Flags extends RunFlags {
  readonly from?: string;
  readonly json?: boolean;
  readonly debug?: boolean;
}

const EXAMPLES = `
Nothing is called: policies decide, and their routes' figures say what may come of it.

Examples
  routeproof plan --dataset datasets/support-triage.dataset.yaml \\
    --baseline policies/support-baseline.yaml --candidate policies/support-by-risk.yaml
  routeproof plan --provider live --from reports/2026-11-21-041022-3f9a2c --dataset … --json
`;

const collect = (value: string, earlier: readonly string[] = []): readonly string[] => [
  ...earlier,
  value,
];

export function definePlan(command: Command, context: CommandContext): void {
  command
    .option("--dataset <file>", "dataset manifest (*.dataset.yaml)")
    .option("--baseline <policy>", "the policy in force")
    .option("--candidate <policy>", "a policy that wants its place; repeatable", collect)
    .option("--registry <file>", "the routes; default: what the policies name")
    .option("--prices <file>", "prices of routes that have none of their own, before the catalog")
    .option("--from <run>", "take the routes' figures from this kept run")
    .option("--provider <kind>", "recorded, simulated or live, as the run will be told")
    .option("--recordings <folder>", "as the run will be told; nothing is read of it")
    .option("--on-miss <what>", "as the run will be told")
    .option("--concurrency <n>", "calls at a time (default: 8)")
    .option("--repeat <n>", "replay every record so often (default: 1)")
    .option("--limit <n>", "only the first N records")
    .option("--sample <n>", "only N records, drawn by the seed")
    .option("--filter <tag=value>", "only records with that tag; repeatable", collect)
    .option("--seed <n>", "what all chance depends on (default: 1)")
    .option("--as-of <day>", "the day that approvals and prices are held against (default: today)")
    .option("--allow-code", "accept policies that name modules; none is run")
    .option("--strict", "stop at rows that cannot be read (default in CI)")
    .option("--no-strict", "leave them out and go on")
    .option("--json", "print the plan as JSON")
    .option("--debug", "show stack traces")
    .addHelpText("after", EXAMPLES)
    .action((flags: Flags) => runAction(context, flags, () => planCommand(flags, context)));
}

async function planCommand(flags: Flags, { terminal, redaction }: CommandContext): Promise<number> {
  const { resolveRunOptions } = await import("../run/options/run-options.ts");
  const { planRun } = await import("../run/plan/plan-run.ts");
  const { shownPlan } = await import("../run/plan/shown-plan.ts");
  const { isInCi } = await import("./live-world.ts");
  const options = { ...resolveRunOptions(flags, isInCi()), from: flags.from };
  const plan = await planRun(options, { nowMs: () => Date.now(), redaction });
  const shown = shownPlan(redaction.json(plan));
  const { width, colour } = terminal;
  terminal.out(flags.json === true ? shown.json() : shown.text({ width, colour }));
  return exitCodes.promote;
}
