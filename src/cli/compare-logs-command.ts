import type { Command } from "commander";
import type { LogComparison } from "../core/log-comparison.ts";
import type { CompareLogsFlags } from "../run/logs/compare-logs-options.ts";
import { runAction } from "./command-action.ts";
import type { CommandContext } from "./command-context.ts";
import { exitCodes } from "./exit-code.ts";

interface Flags extends CompareLogsFlags {
  readonly quiet?: boolean;
  readonly json?: boolean;
  readonly debug?: boolean;
}

const EXAMPLES = `
Both logs are taken as they were served: the policy gives the gates and decides nothing.

Examples
  routeproof compare-logs --control control.dataset.yaml --canary canary.dataset.yaml \\
    --share 0.1 --policy policies/support-by-risk.yaml
  routeproof compare-logs --control a.dataset.yaml --canary b.dataset.yaml \\
    --policy gates.yaml --out reports/canary --json
`;

export function defineCompareLogs(command: Command, context: CommandContext): void {
  command
    .option("--control <file>", "manifest of the control's log (kind: log)")
    .option("--canary <file>", "manifest of the canary's log")
    .option("--policy <policy>", "the policy whose gates are asked")
    .option(
      "--share <share>",
      "the canary's share of the traffic, such as 0.1: the split is checked",
    )
    .option("--registry <file>", "the routes; default: what the policy names")
    .option("--prices <file>", "prices of routes that have none of their own, before the catalog")
    .option("--as-of <day>", "the day that prices are looked up for (default: today)")
    .option("--seed <n>", "what all chance depends on (default: 1)")
    .option("--strict", "stop at rows that cannot be read (default in CI)")
    .option("--no-strict", "leave them out and go on")
    .option("--out <folder>", "write comparison.json and report.md there: a new or empty folder")
    .option("--quiet", "no progress and no summary")
    .option("--json", "print the comparison as JSON instead of the summary")
    .option("--debug", "show stack traces")
    .addHelpText("after", EXAMPLES)
    .action((flags: Flags) => runAction(context, flags, () => compareLogsCommand(flags, context)));
}

async function compareLogsCommand(flags: Flags, context: CommandContext): Promise<number> {
  const { terminal } = context;
  const { resolveCompareLogs } = await import("../run/logs/compare-logs-options.ts");
  const { compareTwoLogs } = await import("../run/logs/compare-logs.ts");
  const { shownLogComparison } = await import("../run/logs/shown-log-comparison.ts");
  const { isInCi, openLiveWorld } = await import("./live-world.ts");
  const options = resolveCompareLogs(flags, isInCi());
  const { world, progress, stop } = openLiveWorld(context, flags);
  let comparison: LogComparison;
  try {
    comparison = await compareTwoLogs(options, world, progress);
  } finally {
    stop();
  }
  const shown = shownLogComparison(comparison);
  const { width, colour } = terminal;
  if (flags.json === true) terminal.out(shown.json());
  else if (flags.quiet !== true) terminal.out(shown.text({ width, colour }));
  const { decision } = comparison.verdict;
  const code = exitCodes[decision];
  const next =
    options.out === undefined ? "keep it with --out FOLDER" : `read ${options.out}/report.md`;
  terminal.err(`exit ${code}: ${decision}; ${next}\n`);
  return code;
}
