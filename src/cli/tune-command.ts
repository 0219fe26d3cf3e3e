import type { Command } from "commander";
import type { TuneFlags } from "../run/tune/tune-options.ts";
import { runAction } from "./command-action.ts";
import type { CommandContext } from "./command-context.ts";
import { exitCodes } from "./exit-code.ts";

interface Flags extends TuneFlags {
  readonly json?: boolean;
  readonly debug?: boolean;
}

const EXAMPLES = `
Nothing is called: settings are replayed over an outcome table, recordings or a kept run. One is
chosen on the fit records alone; all figures are of the others. PATH is a key of the policy, VALUES
are FROM:TO:STEP, V1,V2,…, quantiles:BINS of a threshold's score, or subsets of a list of routes.

Examples
  routeproof tune --policy policies/by-length.yaml --dataset datasets/gsm8k.dataset.yaml \\
    --sweep route_selection.threshold.at_least=quantiles:10 --objective acceptance
  routeproof tune --policy policies/invoice-bargain.yaml --run reports/all-routes \\
    --sweep route_selection.cost_aware.floor=0.7:0.95:0.05 --min-acceptance 0.9 -o policies/tuned.yaml
`;

const collect = (value: string, earlier: readonly string[] = []): readonly string[] => [
  ...earlier,
  value,
];

export function defineTune(command: Command, context: CommandContext): void {
  command
    .option("--policy <file>", "the policy whose settings are swept")
    .option("--dataset <file>", "dataset manifest: an outcome table, or with --recordings")
    .option("--recordings <folder>", "what record kept of every route")
    .option("--run <run>", "a kept run that called every route, in place of a dataset")
    .option("--sweep <path=values>", "a key and the values it takes; repeatable", collect)
    .option("--fit-share <x>", "share of the records to choose on (0.5); 1: all, in-sample")
    .option("--objective <what>", "cost_per_accepted or acceptance (cost_per_accepted)")
    .option("--min-acceptance <x>", "only settings that accept this share of the fit records")
    .option("--max-cost <usd>", "only settings that cost no more than this a request")
    .option("--weak <route>", "with --strong: the two routes that APGR and CPT speak of")
    .option("--strong <route>", "default: the two that the sweep calls, by what they accept")
    .option("-o, --out <file>", "write the chosen policy, comments kept, with its provenance")
    .option("--name <name>", "with -o: what that policy is called (default: NAME_tuned)")
    .option("--registry <file>", "the routes; default: what the policy names")
    .option("--prices <file>", "prices of routes that have none of their own")
    .option("--as-of <day>", "the day that prices and approvals are held against (today)")
    .option("--bootstrap <n>", "resamples for the bands of the curve (500); 0: none")
    .option("--limit <n>", "only the first N records")
    .option("--sample <n>", "only N records, drawn by the seed")
    .option("--filter <tag=value>", "only records with that tag; repeatable", collect)
    .option("--seed <n>", "what split, sample, weights and bands depend on (1)")
    .option("--strict", "stop at rows that cannot be read (default in CI)")
    .option("--no-strict", "leave them out and go on")
    .option("--json", "print the result as JSON")
    .option("--debug", "show stack traces")
    .addHelpText("after", EXAMPLES)
    .action((flags: Flags) => runAction(context, flags, () => tuneCommand(flags, context)));
}

async function tuneCommand(flags: Flags, { terminal, redaction }: CommandContext): Promise<number> {
  const { resolveTuneOptions } = await import("../run/tune/tune-options.ts");
  const { shownTune } = await import("../run/tune/shown-tune.ts");
  const { tune } = await import("../run/tune/tune.ts");
  const { today } = await import("../run/today.ts");
  const { isInCi } = await import("./live-world.ts");
  const options = resolveTuneOptions(flags, today(), isInCi());
  const report = await tune(options, redaction);
  const { width, colour } = terminal;
  const shown = shownTune(report);
  terminal.out(flags.json === true ? shown.json() : shown.text({ width, colour }));
  if (report.chosen !== null || options.out === undefined) return exitCodes.promote;
  terminal.err(
    `exit ${exitCodes.inconclusive}: no setting keeps the limits; nothing was written\n`,
  );
  return exitCodes.inconclusive;
}
