import type { Command } from "commander";
import { HarnessError } from "../core/harness-error.ts";
import { runAction } from "./command-action.ts";
import { exitCodes } from "./exit-code.ts";
import type { CommandContext } from "./command-context.ts";

interface Flags {
  readonly format?: string;
  readonly prices?: string;
  readonly out?: string;
  readonly qualityTable?: string;
  readonly by?: string;
  readonly print?: boolean;
  readonly json?: boolean;
  readonly debug?: boolean;
}

const EXAMPLES = `
Examples
  routeproof report reports/2026-11-21-041022-3f9a2c --format md,junit
  routeproof report reports/2026-11-21-041022-3f9a2c --format md --print
  routeproof report reports/2026-11-21-041022-3f9a2c --prices prices.yaml
  routeproof report reports/2026-11-21-041022-3f9a2c --quality-table quality.yaml --by intent
`;

export function defineReport(command: Command, context: CommandContext): void {
  command
    .argument("<run>", "a run folder")
    .option("--format <names>", "json, md, csv, junit, comma-separated (default: all)")
    .option("--prices <file>", "price the run anew, without a call, into a folder of its own")
    .option("--out <folder>", "with --prices: that folder (default: RUN/repriced)")
    .option("--quality-table <file>", "write what the run says of its routes, for policies to read")
    .option("--by <tag>", "with --quality-table: tell tasks apart by this tag")
    .option("--print", "print one format instead of writing it")
    .option("--json", "print the comparison as JSON")
    .option("--debug", "show stack traces")
    .addHelpText("after", EXAMPLES)
    .action((folder: string, flags: Flags) =>
      runAction(context, flags, () => reportCommand(folder, flags, context)),
    );
}

async function reportCommand(
  folder: string,
  flags: Flags,
  context: CommandContext,
): Promise<number> {
  const { terminal } = context;
  if (flags.qualityTable !== undefined) {
    return qualityTableCommand(folder, flags.qualityTable, flags, context);
  }
  if (flags.by !== undefined) {
    throw new HarnessError("invalid-input", "--by goes with --quality-table FILE", {
      hint: "it names the tag by which the table tells tasks apart",
    });
  }
  if (flags.prices !== undefined) return repriceCommand(folder, flags.prices, flags, context);
  if (flags.out !== undefined) {
    throw new HarnessError("invalid-input", "--out goes with --prices FILE", {
      hint: "without it, reports are written into the run's own folder",
    });
  }
  const { printReport, rewriteReports } = await import("../run/report.ts");
  if (flags.json === true) terminal.out(printReport(folder, "json"));
  else if (flags.print === true) terminal.out(printReport(folder, flags.format));
  else for (const path of rewriteReports(folder, flags.format)) terminal.out(`${path}\n`);
  return exitCodes.promote;
}

async function qualityTableCommand(
  folder: string,
  file: string,
  flags: Flags,
  { terminal, redaction }: CommandContext,
): Promise<number> {
  const others = ["format", "prices", "out", "print", "json"] as const;
  const other = others.find((flag) => flags[flag] !== undefined);
  if (other !== undefined) {
    const message = `--${other} does not go with --quality-table`;
    throw new HarnessError("invalid-input", message, { hint: "write the table by itself" });
  }
  const { writeQualityTable } = await import("../run/write-quality-table.ts");
  const lines = await writeQualityTable(folder, { file, by: flags.by }, redaction);
  for (const line of lines) terminal.out(`${line}\n`);
  return exitCodes.promote;
}

async function repriceCommand(
  folder: string,
  prices: string,
  flags: Flags,
  { terminal, redaction }: CommandContext,
): Promise<number> {
  const { printRepricedReport, writeRepricedReports } =
    await import("../run/pricing/repriced-reports.ts");
  if (flags.json === true || flags.print === true) {
    const format = flags.json === true ? "json" : flags.format;
    terminal.out(await printRepricedReport(folder, prices, format, redaction));
    return exitCodes.promote;
  }
  const { format, out } = flags;
  const { paths, moved } = await writeRepricedReports(folder, prices, { format, out }, redaction);
  for (const line of [...paths, ...moved]) terminal.out(`${line}\n`);
  return exitCodes.promote;
}
