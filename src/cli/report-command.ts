import type { Command } from "commander";
import { HarnessError } from "../core/harness-error.ts";
import { runAction } from "./command-action.ts";
import { exitCodes } from "./exit-code.ts";
import { githubJob, printTold } from "./github-flag.ts";
import type { CommandContext } from "./command-context.ts";

interface Flags {
  readonly format?: string;
  readonly prices?: string;
  readonly out?: string;
  readonly qualityTable?: string;
  readonly by?: string;
  readonly baselineRun?: string;
  readonly monthlyRequests?: string;
  readonly billingAccount?: string;
  readonly billingAccountName?: string;
  readonly focusVersion?: string;
  readonly excel?: boolean;
  readonly recordPages?: string;
  readonly junit?: string;
  readonly github?: boolean;
  readonly print?: boolean;
  readonly json?: boolean;
  readonly debug?: boolean;
}

const EXAMPLES = `
Examples
  routeproof report reports/2026-11-21-041022-3f9a2c --format md,junit
  routeproof report reports/2026-11-21-041022-3f9a2c --format md --print
  routeproof report reports/2026-11-21-041022-3f9a2c --format csv --monthly-requests 2000000
  routeproof report reports/2026-11-21-041022-3f9a2c --format focus --billing-account 4711
  routeproof report reports/2026-11-21-041022-3f9a2c --prices prices.yaml
  routeproof report reports/2026-11-21-041022-3f9a2c --baseline-run last-green
  routeproof report reports/2026-11-21-041022-3f9a2c --quality-table quality.yaml --by intent
`;

export function defineReport(command: Command, context: CommandContext): void {
  command
    .argument("<run>", "a run folder")
    .option(
      "--format <names>",
      "json, md, csv, junit, html, comma-separated (default: all); or focus",
    )
    .option("--record-pages <which>", "pages of records beside report.html: all, changed or none")
    .option("--junit <what>", "junit.xml has a case for: gates or records (default: gates)")
    .option("--monthly-requests <n>", "project costs to so many requests a month")
    .option("--billing-account <id>", "with --format focus: the account that would be billed")
    .option("--billing-account-name <name>", "with --format focus: its name (default: the id)")
    .option("--focus-version <version>", "with --format focus: 1.4 or 1.2 (default: 1.4)")
    .option("--excel", "with --format focus: a byte order mark and Windows line ends")
    .option("--prices <file>", "price the run anew, without a call, into a folder of its own")
    .option("--out <folder>", "with --prices: that folder (default: RUN/repriced)")
    .option("--quality-table <file>", "write what the run says of its routes, for policies to read")
    .option("--by <tag>", "with --quality-table: tell tasks apart by this tag")
    .option("--baseline-run <run>", "hold candidates against an earlier run too, or last-green")
    .option("--github", "also append report.md to the job's summary and print annotations")
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
  const { terminal, redaction } = context;
  if (flags.qualityTable !== undefined) {
    return qualityTableCommand(folder, flags.qualityTable, flags, context);
  }
  if (flags.by !== undefined) {
    throw new HarnessError("invalid-input", "--by goes with --quality-table FILE", {
      hint: "it names the tag by which the table tells tasks apart",
    });
  }
  if (flags.prices !== undefined && flags.baselineRun !== undefined) {
    throw new HarnessError("invalid-input", "--baseline-run does not go with --prices", {
      hint: "runs at other prices are not compared; ask for each by itself",
    });
  }
  if (flags.prices !== undefined || flags.json === true) refuseRecordFlags(flags);
  if (flags.format === FOCUS) return focusCommand(folder, flags, context);
  refuseFocusFlags(flags);
  const other = (["prices", "print"] as const).find((flag) => flags[flag] !== undefined);
  if (flags.github === true && other !== undefined) {
    throw new HarnessError("invalid-input", `--github does not go with ${typed(other)}`, {
      hint: "it tells a job of the run as it was, and writes its reports",
    });
  }
  const job = flags.github === true ? await githubJob(flags, context) : undefined;
  if (flags.prices !== undefined) return repriceCommand(folder, flags.prices, flags, context);
  if (flags.out !== undefined) {
    throw new HarnessError("invalid-input", "--out goes with --prices FILE", {
      hint: "without it, reports are written into the run's own folder",
    });
  }
  if (flags.baselineRun !== undefined) {
    const { rememberBaselineRun } = await import("../run/compare/with-baseline-run.ts");
    await rememberBaselineRun(folder, flags.baselineRun, context.redaction);
  }
  const { keptReport, printReport, rewriteReports } = await import("../run/report.ts");
  const world = { redaction, note: (message: string) => terminal.err(`${message}\n`) };
  if (flags.json === true) terminal.out(await printReport(folder, { format: "json" }, world));
  else if (flags.print === true) terminal.out(await printReport(folder, flags, world));
  else for (const path of await rewriteReports(folder, flags, world)) terminal.out(`${path}\n`);
  if (job !== undefined) printTold(job.tell(keptReport(folder, flags)), terminal);
  return exitCodes.promote;
}

/** Records are drawn from the outcomes as they were, into the run's own folder. */
function refuseRecordFlags(flags: Flags): void {
  const name = (["recordPages", "junit"] as const).find((flag) => flags[flag] !== undefined);
  if (name === undefined) return;
  const other = flags.prices === undefined ? "--json" : "--prices";
  throw new HarnessError("invalid-input", `${typed(name)} does not go with ${other}`, {
    hint: `ask for it by itself: routeproof report RUN ${typed(name)} ${flags[name]}`,
  });
}

/** Not one of the reports: it is made of the calls themselves, and needs an account to bill. */
const FOCUS = "focus";

async function focusCommand(
  folder: string,
  flags: Flags,
  { terminal, redaction }: CommandContext,
): Promise<number> {
  const others = [
    "prices",
    "out",
    "github",
    "baselineRun",
    "print",
    "json",
    "monthlyRequests",
    "recordPages",
    "junit",
  ] as const;
  const other = others.find((flag) => flags[flag] !== undefined);
  if (other !== undefined) {
    throw new HarnessError("invalid-input", `${typed(other)} does not go with --format focus`, {
      hint: "the export is written into the run's folder, at the prices of the run",
    });
  }
  const { resolveFocusOptions, writeFocus } = await import("../run/finance/write-focus.ts");
  const lines = await writeFocus(folder, resolveFocusOptions(flags), redaction);
  for (const line of lines) terminal.out(`${line}\n`);
  return exitCodes.promote;
}

function refuseFocusFlags(flags: Flags): void {
  const names = ["billingAccount", "billingAccountName", "focusVersion", "excel"] as const;
  const name = names.find((flag) => flags[flag] !== undefined);
  const isAmongOthers = flags.format?.split(",").some((format) => format.trim() === FOCUS) === true;
  if (name === undefined && !isAmongOthers) return;
  const message = isAmongOthers
    ? "--format focus stands by itself"
    : `${typed(name ?? "")} goes with --format focus`;
  throw new HarnessError("invalid-input", message, {
    hint: "--format focus --billing-account ID",
  });
}

/** An option as it is typed: `--focus-version`. */
function typed(flag: string): string {
  return `--${flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

async function qualityTableCommand(
  folder: string,
  file: string,
  flags: Flags,
  { terminal, redaction }: CommandContext,
): Promise<number> {
  const others = [
    "format",
    "prices",
    "out",
    "baselineRun",
    "github",
    "print",
    "json",
    "monthlyRequests",
    "billingAccount",
    "billingAccountName",
    "focusVersion",
    "excel",
    "recordPages",
    "junit",
  ] as const;
  const other = others.find((flag) => flags[flag] !== undefined);
  if (other !== undefined) {
    const message = `${typed(other)} does not go with --quality-table`;
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
    const asked = flags.json === true ? { format: "json" } : flags;
    terminal.out(await printRepricedReport(folder, prices, asked, redaction));
    return exitCodes.promote;
  }
  const { format, monthlyRequests, out } = flags;
  const more = { format, monthlyRequests, out };
  const { paths, moved } = await writeRepricedReports(folder, prices, more, redaction);
  for (const line of [...paths, ...moved]) terminal.out(`${line}\n`);
  return exitCodes.promote;
}
