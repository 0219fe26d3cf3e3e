import type { Command } from "commander";
import { HarnessError } from "../core/harness-error.ts";
import { runAction } from "./command-action.ts";
import { exitCodes } from "./exit-code.ts";
import type { CommandContext } from "./command-context.ts";
import { showsBlocks } from "./terminal.ts";

interface Flags {
  readonly last?: string;
  readonly policy?: string;
  readonly route?: string;
  readonly add?: readonly string[];
  readonly html?: string;
  readonly json?: boolean;
  readonly debug?: boolean;
}

const EXAMPLES = `
Every finished run adds a line to history.jsonl beside its folder; nothing takes one away.

Examples
  routeproof history
  routeproof history reports --policy support_by_risk --last 10
  routeproof history --html reports/route-health.html
  routeproof history --add reports/2026-11-21-041022-3f9a2c
`;

const collect = (value: string, earlier: readonly string[] = []): readonly string[] => [
  ...earlier,
  value,
];

export function defineHistory(command: Command, context: CommandContext): void {
  command
    .argument("[runs]", "the folder that the run folders stand in", "reports")
    .option("--last <n>", "runs of each policy, counted from the last (default: 30)")
    .option("--policy <name>", "this policy alone")
    .option("--route <name>", "policies that use this route, and no other route of theirs")
    .option("--add <run>", "put a kept run into the index beside it; repeatable", collect)
    .option("--html <file>", "write a page on route health, week against week, and print its path")
    .option("--json", "print the history as JSON")
    .option("--debug", "show stack traces")
    .addHelpText("after", EXAMPLES)
    .action((runs: string, flags: Flags) =>
      runAction(context, flags, () => historyCommand(runs, flags, context)),
    );
}

async function historyCommand(
  runs: string,
  { add, html, json, ...asked }: Flags,
  { terminal, redaction }: CommandContext,
): Promise<number> {
  if (html === "") {
    throw new HarnessError("invalid-input", "--html names no file", {
      hint: "--html reports/route-health.html",
    });
  }
  const { addRuns, shownHistory } = await import("../run/history/shown-history.ts");
  if (add !== undefined) {
    for (const file of addRuns(add, redaction)) terminal.out(`${file}\n`);
    return exitCodes.promote;
  }
  const shown = shownHistory(runs, asked);
  if (html !== undefined) shown.writePage(html);
  if (html !== undefined && json !== true) {
    terminal.out(`${html}\n`);
    return exitCodes.promote;
  }
  const { width, colour } = terminal;
  const unicode = showsBlocks(process.env);
  terminal.out(json === true ? shown.json() : shown.text({ width, colour, unicode }));
  return exitCodes.promote;
}
