import type { Command } from "commander";
import type { AaFlags } from "../run/aa/aa-options.ts";
import type { AaResult } from "../run/aa/aa-run.ts";
import { terminalText } from "../run/describe-error.ts";
import { runAction } from "./command-action.ts";
import type { CommandContext } from "./command-context.ts";
import { exitCodeOfRun, exitCodes } from "./exit-code.ts";

interface Flags extends AaFlags {
  readonly quiet?: boolean;
  readonly json?: boolean;
  readonly debug?: boolean;
}

const EXAMPLES = `
Every record is answered several times; then the policy is held against itself by its own gates.

Examples
  routeproof aa --dataset datasets/support-triage.dataset.yaml --policy policies/support-baseline.yaml
  routeproof aa --provider live --max-spend 5 --repeat 5 --dataset … --policy …
`;

const collect = (value: string, earlier: readonly string[] = []): readonly string[] => [
  ...earlier,
  value,
];

export function defineAa(command: Command, context: CommandContext): void {
  command
    .option("--dataset <file>", "dataset manifest (*.dataset.yaml)")
    .option("--policy <file>", "the policy, with the gates that are tried")
    .option("--repeat <n>", "answers to every record, 2 or more (default: 10)")
    .option("--rounds <n>", "how often it is held against itself (default: 200)")
    .option("--registry <file>", "the routes; default: what the policy names")
    .option("--prices <file>", "prices of routes that have none of their own, before the catalog")
    .option("--provider <kind>", "recorded, simulated or live; default: what the dataset offers")
    .option("--recordings <folder>", "replay these recordings; no socket is opened")
    .option("--on-miss <what>", "for a call not recorded: fail, live or simulate (default: fail)")
    .option("--record <folder>", "with live: keep every answer, call nothing twice")
    .option("--max-spend <usd>", "live calls stop before they cost more than this")
    .option("--concurrency <n>", "calls at a time (default: 8)")
    .option("--limit <n>", "only the first N records")
    .option("--sample <n>", "only N records, drawn by the seed")
    .option("--filter <tag=value>", "only records with that tag; repeatable", collect)
    .option("--seed <n>", "what all chance depends on (default: 1)")
    .option("--as-of <day>", "the day that approvals are held against (default: today)")
    .option("--allow-code", "run the modules that the policy names")
    .option("--strict", "stop at rows that cannot be read (default in CI)")
    .option("--no-strict", "set them aside in rejected.jsonl and go on")
    .option("--store-text <what>", "full, or none: no prompt or answer in any file (default: full)")
    .option("--out <folder>", "the run folder, new or empty (default: reports/RUN_ID)")
    .option("--resume <run>", "go on with an interrupted one, under its own options")
    .option("--quiet", "no progress and no summary")
    .option("--json", "print the result as JSON")
    .option("--debug", "show stack traces")
    .addHelpText("after", EXAMPLES)
    .action((flags: Flags) => runAction(context, flags, () => aaCommand(flags, context)));
}

async function aaCommand(flags: Flags, context: CommandContext): Promise<number> {
  const { terminal } = context;
  const { resolveAa } = await import("../run/aa/aa-options.ts");
  const { aaRun } = await import("../run/aa/aa-run.ts");
  const { shownAa } = await import("../run/aa/shown-aa.ts");
  const { isInCi, openLiveWorld } = await import("./live-world.ts");
  const { quiet, json, debug: _debug, ...asked } = flags;
  const options = resolveAa(asked, isInCi());
  const { world, progress, received, stop } = openLiveWorld(context, flags);
  let result: AaResult;
  try {
    result = await aaRun(options, world, progress);
  } finally {
    stop();
  }
  const { report, run } = result;
  if (report !== undefined) {
    const shown = shownAa(report, run.folder);
    const { width, colour } = terminal;
    if (json === true) terminal.out(shown.json());
    else if (quiet !== true) terminal.out(shown.text({ width, colour }));
  }
  const isDone = report !== undefined && run.manifest.status === "complete";
  const code = isDone ? exitCodes.promote : exitCodeOfRun(run, received());
  terminal.err(`exit ${code}: ${terminalText(nextCommand(result))}\n`);
  return code;
}

function nextCommand({ report, run: { folder, manifest } }: AaResult): string {
  if (manifest.status === "spend_cap") {
    return `stopped at the spend cap, what was paid for is kept; go on: routeproof aa --resume ${folder} --max-spend USD`;
  }
  if (report === undefined) {
    return `interrupted, what was finished is safe; go on: routeproof aa --resume ${folder}`;
  }
  if (manifest.status === "incomplete") {
    return `incomplete: too many records failed for reasons of ours; look at one: routeproof show ${folder} RECORD`;
  }
  const [flaky] = report.flaky.first;
  return flaky === undefined
    ? "done; no record is flaky"
    : `done; look at a flaky record: routeproof show ${folder} ${flaky.record}`;
}
