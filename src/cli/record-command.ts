import type { Command } from "commander";
import { refusalText } from "../core/refused-key.ts";
import { terminalText } from "../run/describe-error.ts";
import type { RecordFlags } from "../run/options/record-options.ts";
import type { RecordResult } from "../run/record-routes.ts";
import { runAction } from "./command-action.ts";
import type { CommandContext } from "./command-context.ts";
import { exitCodes } from "./exit-code.ts";

interface Flags extends RecordFlags {
  readonly quiet?: boolean;
  readonly json?: boolean;
  readonly debug?: boolean;
}

const EXAMPLES = `
Examples
  routeproof record --all-routes --record recordings/support --max-spend 20 \\
    --dataset datasets/support-triage.dataset.yaml --registry policies/registry.yaml
  routeproof run --recordings recordings/support --dataset … --baseline … --candidate …
`;

const collect = (value: string, earlier: readonly string[] = []): readonly string[] => [
  ...earlier,
  value,
];

export function defineRecord(command: Command, context: CommandContext): void {
  command
    .option("--dataset <file>", "dataset manifest (*.dataset.yaml)")
    .option("--registry <file>", "the routes")
    .option("--record <folder>", "where answers are kept; what it holds is not asked again")
    .option("--all-routes", "ask every route of the registry")
    .option("--route <name>", "ask this route; repeatable", collect)
    .option("--max-spend <usd>", "stop before the calls cost more than this; needed off a terminal")
    .option("--prices <file>", "prices of routes that have none of their own, before the catalog")
    .option("--timeout-ms <n>", "how long to wait for an answer (default: 600000)")
    .option("--retry-errors", "ask again what was recorded as a failure")
    .option("--stream", "ask for streams, so that first tokens are known")
    .option("--concurrency <n>", "calls at a time (default: 8)")
    .option("--repeat <n>", "ask so often (default: 1)")
    .option("--limit <n>", "only the first N records")
    .option("--sample <n>", "only N records, drawn by the seed")
    .option("--filter <tag=value>", "only records with that tag; repeatable", collect)
    .option("--seed <n>", "what the sample depends on (default: 1)")
    .option("--strict", "stop at rows that cannot be read (default in CI)")
    .option("--no-strict", "leave them out and go on")
    .option("--store-text <what>", "full, or none: no prompt or answer is kept (default: full)")
    .option("--quiet", "no progress and no summary")
    .option("--json", "print the result as JSON")
    .option("--debug", "show stack traces")
    .addHelpText("after", EXAMPLES)
    .action((flags: Flags) => runAction(context, flags, () => recordCommand(flags, context)));
}

async function recordCommand(flags: Flags, context: CommandContext): Promise<number> {
  const { terminal } = context;
  const { resolveRecordOptions } = await import("../run/options/record-options.ts");
  const { recordRoutes } = await import("../run/record-routes.ts");
  const { isInCi, openLiveWorld } = await import("./live-world.ts");
  const options = resolveRecordOptions(flags, isInCi());
  const { world, progress, received, stop } = openLiveWorld(context, flags);
  let result: RecordResult;
  try {
    result = await recordRoutes(options, world, progress);
  } finally {
    stop();
  }
  if (flags.json === true) terminal.out(`${JSON.stringify(asFile(result), null, 2)}\n`);
  else if (flags.quiet !== true) {
    const { spendText } = await import("../run/summary.ts");
    terminal.out(summary(result, spendText));
  }
  const code = exitCodeOf(result, received());
  terminal.err(`exit ${code}: ${terminalText(nextStep(result, options.record))}\n`);
  return code;
}

function exitCodeOf(
  { ending, routes, refusedKeys }: RecordResult,
  signal: "SIGINT" | "SIGTERM" | undefined,
): number {
  if (ending === "spend_cap") return exitCodes.spendCap;
  if (ending === "interrupted") {
    return signal === "SIGTERM" ? exitCodes.terminated : exitCodes.interrupted;
  }
  const isIncomplete = refusedKeys.length > 0 || routes.some(({ answered }) => answered === 0);
  return isIncomplete ? exitCodes.incomplete : exitCodes.promote;
}

function nextStep({ ending, routes, spend, refusedKeys }: RecordResult, folder: string): string {
  if (ending === "spend_cap" && spend?.sent === 0) {
    return "not one call fits under this cap; do the same again with a higher --max-spend";
  }
  if (ending !== "complete") return "what was answered is kept; do the same again to go on";
  const [refused] = refusedKeys;
  if (refused !== undefined) return `${refusalText(refused)}; mend it and do the same again`;
  const silent = routes.filter(({ answered }) => answered === 0).map(({ route }) => route);
  if (silent.length > 0) return `no answer at all from ${silent.join(", ")}`;
  return `recorded; replay policies with: routeproof run --recordings ${folder} …`;
}

function summary(
  { routes, records, spend }: RecordResult,
  spendText: (spend: NonNullable<RecordResult["spend"]>) => string,
): string {
  const width = Math.max(5, ...routes.map(({ route }) => terminalText(route).length));
  const row = (route: string, answered: string, failed: string): string =>
    `${terminalText(route).padEnd(width)}  ${answered.padStart(8)}  ${failed.padStart(8)}\n`;
  const rows = routes.map(({ route, answered, failed }) =>
    row(route, String(answered), String(failed)),
  );
  const paid = spend === undefined ? "" : `Paid: ${spendText(spend)}\n`;
  return `Records: ${records}\n${row("route", "answered", "failed")}${rows.join("")}${paid}`;
}

function asFile({ routes, records, spend, refusedKeys, ending }: RecordResult): unknown {
  return { ending, records, routes, spend: spend ?? null, refused_keys: refusedKeys };
}
