import type { Command } from "commander";
import type { Comparison } from "../core/comparison.ts";
import { refusalText } from "../core/refused-key.ts";
import { terminalText } from "../run/describe-error.ts";
import type { RunResult } from "../run/perform-run.ts";
import type { RunFlags } from "../run/options/run-flags.ts";
import { runAction } from "./command-action.ts";
import { exitCodeOfRun } from "./exit-code.ts";
import type { CommandContext } from "./command-context.ts";
import { githubJob, printTold } from "./github-flag.ts";

interface Flags extends RunFlags {
  readonly out?: string;
  readonly resume?: string;
  readonly retryErrors?: boolean;
  readonly github?: boolean;
  readonly quiet?: boolean;
  readonly json?: boolean;
  readonly debug?: boolean;
}

const EXAMPLES = `
Examples
  routeproof run --dataset datasets/support-triage.dataset.yaml \\
    --baseline policies/support-baseline.yaml --candidate policies/support-cheapest.yaml
  routeproof run --dataset table.dataset.yaml --baseline a.yaml --candidate b.yaml --json
  routeproof run --provider live --max-spend 5 --record recordings/support \\
    --dataset datasets/support-triage.dataset.yaml \\
    --baseline policies/support-baseline.yaml --candidate policies/support-by-risk.yaml
  routeproof run --resume reports/2026-11-21-041022-3f9a2c
`;

const collect = (value: string, earlier: readonly string[] = []): readonly string[] => [
  ...earlier,
  value,
];

export function defineRun(command: Command, context: CommandContext): void {
  command
    .option("--dataset <file>", "dataset manifest (*.dataset.yaml)")
    .option("--baseline <policy>", "the policy in force")
    .option("--candidate <policy>", "a policy that wants its place; repeatable", collect)
    .option("--registry <file>", "the routes; default: what the policies name")
    .option("--prices <file>", "prices of routes that have none of their own, before the catalog")
    .option(
      "--provider <kind>",
      "recorded, simulated or live; default: what the dataset offers, never live",
    )
    .option("--recordings <folder>", "replay these recordings; no socket is opened")
    .option("--on-miss <what>", "for a call not recorded: fail, live or simulate (default: fail)")
    .option("--record <folder>", "with live: keep every answer, call nothing twice")
    .option(
      "--max-spend <usd>",
      "live calls stop before they cost more than this; needed off a terminal",
    )
    .option("--only-uncovered", "with live, of a request log: call just what the log does not hold")
    .option("--like <log>", "manifest of a request log: is the dataset like it (kind: log)")
    .option("--concurrency <n>", "calls at a time (default: 8)")
    .option("--repeat <n>", "replay every record so often (default: 1)")
    .option("--speed <x>", "records arrive when they did (1), or X times as fast: an open loop")
    .option("--stop-early <when>", "reject: end as soon as every candidate is rejected for good")
    .option("--limit <n>", "only the first N records")
    .option("--sample <n>", "only N records, drawn by the seed")
    .option("--filter <tag=value>", "only records with that tag; repeatable", collect)
    .option("--seed <n>", "what all chance depends on (default: 1)")
    .option("--as-of <day>", "the day that approvals are held against (default: today)")
    .option("--allow-code", "run the modules that policies name; asked for anew by --resume")
    .option("--strict", "stop at rows that cannot be read (default in CI)")
    .option("--no-strict", "set them aside in rejected.jsonl and go on")
    .option("--store-text <what>", "full, or none: no prompt or answer in any file (default: full)")
    .option(
      "--max-error-rate <share>",
      "more infrastructure errors than this is exit 3 (default: 0.05)",
    )
    .option("--out <folder>", "the run folder, new or empty (default: reports/RUN_ID)")
    .option("--resume <run>", "go on with an interrupted run, under its own options")
    .option("--retry-errors", "with --resume: replay failed records again")
    .option("--format <names>", "json, md, csv, junit, html, comma-separated (default: all)")
    .option("--baseline-run <run>", "hold candidates against an earlier run too, or last-green")
    .option("--record-pages <which>", "pages of records beside report.html: all, changed or none")
    .option("--junit <what>", "junit.xml has a case for: gates or records (default: gates)")
    .option("--monthly-requests <n>", "project costs to so many requests a month, in the reports")
    .option("--github", "append report.md to the job's summary and print annotations")
    .option("--quiet", "no progress and no summary")
    .option("--json", "print the comparison as JSON instead of the summary")
    .option("--debug", "show stack traces")
    .addHelpText("after", EXAMPLES)
    .action((flags: Flags) => runAction(context, flags, () => runCommand(flags, context)));
}

async function runCommand(flags: Flags, context: CommandContext): Promise<number> {
  const { terminal } = context;
  const { resolveRunOptions } = await import("../run/options/run-options.ts");
  const { resolveResume } = await import("../run/options/resume-options.ts");
  const { resumeRun, startRun } = await import("../run/run.ts");
  const { summaryOf, comparisonText, reportOf, toolCommand } = await import("../run/summary.ts");
  const { isInCi, openLiveWorld } = await import("./live-world.ts");
  const resume = resolveResume(flags);
  const job = flags.github === true ? await githubJob(flags, context) : undefined;
  const { world, progress, received, stop } = openLiveWorld(context, flags);
  let result: RunResult;
  try {
    result =
      resume === undefined
        ? await startRun(resolveRunOptions(flags, isInCi()), flags.out, world, progress)
        : await resumeRun(resume, world, progress);
  } finally {
    stop();
  }
  const code = exitCodeOfRun(result, received());
  if (result.comparison !== undefined && flags.json === true) {
    terminal.out(comparisonText(result));
  } else if (result.comparison !== undefined && flags.quiet !== true) {
    const { width, colour, plots } = terminal;
    terminal.out(summaryOf(result, { width, colour, plots }));
  }
  const next = terminalText(nextCommand(result, code, toolCommand));
  if (job !== undefined) {
    const report = reportOf(result);
    printTold(report === undefined ? job.tellUnfinished(next) : job.tell(report), terminal);
  }
  terminal.err(`exit ${code}: ${next}\n`);
  return code;
}

function nextCommand(
  result: RunResult,
  code: number,
  toolCommand: (...words: readonly string[]) => string,
): string {
  const { folder, comparison, manifest } = result;
  const witness = comparison?.comparisons[0]?.new_failures?.[0]?.record ?? "RECORD";
  const resume = toolCommand("run", "--resume", folder);
  const show = toolCommand("show", folder, witness);
  if (manifest.status === "spend_cap") {
    return `stopped at the spend cap, what was paid for is kept; go on: ${resume} --max-spend USD`;
  }
  if (comparison === undefined) {
    return `interrupted, what was finished is safe; go on: ${resume}`;
  }
  if (manifest.status === "incomplete") {
    const [refused] = manifest.refused_keys ?? [];
    if (refused !== undefined) {
      return `incomplete, ${refusalText(refused)}; mend it, then: ${resume} --retry-errors`;
    }
    const unrecorded = unrecordedOutcomes(comparison);
    if (unrecorded > 0) {
      return `incomplete, the recordings lack calls of ${unrecorded} outcomes; see what differs: ${show}; record them, or start a new run with --on-miss live or simulate`;
    }
    const percent = (result.infrastructureErrorRate * 100).toFixed(1);
    return `incomplete, ${percent} % of the records failed for reasons of ours; look at one: ${show}`;
  }
  const words: Readonly<Record<number, string>> = {
    0: "promote",
    100: "reject",
    101: "inconclusive",
  };
  return `${words[code] ?? "done"}; look closer: ${show}`;
}

/** Outcomes of all policies that ended, or were not classified, where a call was not recorded. */
function unrecordedOutcomes({ policies }: Comparison): number {
  return Object.values(policies).reduce(
    (sum, { overall, classification }) =>
      sum +
      (overall.errors["recording_missing"] ?? 0) +
      (classification?.failures["recording_missing"] ?? 0),
    0,
  );
}
