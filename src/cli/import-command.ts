import { setFlagsFromString } from "node:v8";
import type { Command } from "commander";
import type { ImportFlags } from "../run/logs/import-options.ts";
import { runAction } from "./command-action.ts";
import type { CommandContext } from "./command-context.ts";
import { exitCodes } from "./exit-code.ts";

interface Flags extends ImportFlags {
  readonly quiet?: boolean;
  readonly json?: boolean;
  readonly debug?: boolean;
}

const EXAMPLES = `
Examples
  routeproof import litellm spend-2026-10.jsonl.gz -o datasets/prod
  routeproof import openai batch-input.jsonl batch-output.jsonl batch-errors.jsonl -o datasets/batch
  routeproof import portkey export.jsonl --cost-unit cents --tag team=metadata.team -o datasets/portkey
`;

const collect = (value: string, earlier: readonly string[] = []): readonly string[] => [
  ...earlier,
  value,
];

export function defineImport(command: Command, context: CommandContext): void {
  command
    .argument("<format>", "the log's format, such as litellm")
    .argument("<files...>", "its files, JSONL or CSV; gzip is read too")
    .option("-o, --out <folder>", "where the dataset is written: a new or an empty folder")
    .option("--name <name>", "the dataset's name (default: the folder's)")
    .option("--tag <name=path>", "a tag of each record, by its path in a row; repeatable", collect)
    .option("--cost-unit <unit>", "usd or cents, for a format that does not say it")
    .option("--usage-basis <basis>", "whether input counts the cached tokens: inside or outside")
    .option("--latency-parts <how>", "sum: latency ends with the first token, the rest is added")
    .option("--no-fold", "keep each call as a request of its own")
    .option("--strict", "stop at rows that cannot be read (default in CI)")
    .option("--no-strict", "leave them out and go on")
    .option("--store-text <what>", "full, or none: no prompt or answer is kept (default: full)")
    .option("--quiet", "no summary")
    .option("--json", "print import.json")
    .option("--debug", "show stack traces")
    .addHelpText("after", EXAMPLES)
    .action((format: string, files: readonly string[], flags: Flags) =>
      runAction(context, flags, () => importCommand(format, files, flags, context)),
    );
}

async function importCommand(
  format: string,
  files: readonly string[],
  flags: Flags,
  { terminal, redaction }: CommandContext,
): Promise<number> {
  // What an import keeps lies in arrays outside of the engine's heap: that may double, not grow by the
  // third that long runs allow, before it is searched for garbage.
  setFlagsFromString("--heap-growing-percent=100");
  const { resolveImportOptions } = await import("../run/logs/import-options.ts");
  const { importLog, importSummary } = await import("../run/logs/import-log.ts");
  const { isInCi } = await import("./live-world.ts");
  const options = resolveImportOptions(format, files, flags, isInCi());
  const { report, manifest } = await importLog(options, redaction);
  if (flags.json === true) terminal.out(`${JSON.stringify(report, null, 2)}\n`);
  else if (flags.quiet !== true) terminal.out(importSummary(report, manifest));
  const next = `look it over: routeproof check ${manifest}`;
  terminal.err(`exit ${exitCodes.promote}: ${next}\n`);
  return exitCodes.promote;
}
