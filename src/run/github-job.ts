import { appendFileSync, closeSync, openSync, statSync } from "node:fs";
import { HarnessError } from "../core/harness-error.ts";
import { annotationsOf } from "../reports/github/annotations.ts";
import { partThatFits } from "../reports/github/step-summary.ts";
import { workflowCommand } from "../reports/github/workflow-command.ts";
import { renderMarkdown } from "../reports/markdown.ts";
import type { RunReport } from "../reports/run-report.ts";
import type { Redaction } from "./redaction.ts";

/** What telling a job leaves for stdout and for stderr, a line each. */
export interface ToldJob {
  /** Workflow commands: GitHub makes annotations of them. */
  readonly commands: readonly string[];
  readonly notes: readonly string[];
}

/** A job of GitHub Actions that a run reports to. */
export interface GithubJob {
  /**
   * Appends the report to the step's summary, which must have room for its first line.
   * Throws `HarnessError` "storage" where the file cannot be written.
   */
  readonly tell: (report: RunReport) => ToldJob;
  /** A run without a comparison has no report: one annotation says why. */
  readonly tellUnfinished: (why: string) => ToldJob;
}

const VARIABLE = "GITHUB_STEP_SUMMARY";

/** Throws `HarnessError` "invalid-input" where there is no summary to write to. */
export function openGithubJob(
  env: (name: string) => string | undefined,
  redaction: Redaction,
): GithubJob {
  const file = env(VARIABLE) ?? "";
  if (file === "") {
    throw new HarnessError("invalid-input", `--github needs ${VARIABLE}, and it is not set`, {
      hint: "GitHub Actions sets it in every step; elsewhere name a file that may grow",
    });
  }
  assertGrows(file);
  return {
    tell: (report) => ({
      commands: annotationsOf(report).map(workflowCommand),
      notes: append(file, redaction.text(renderMarkdown(report)), report.folder),
    }),
    tellUnfinished: (why) => ({
      commands: [
        workflowCommand({ level: "error", title: "routeproof: INTERRUPTED", message: why }),
      ],
      notes: [],
    }),
  };
}

/** Before anything is called: what the run finds must have somewhere to go. */
function assertGrows(file: string): void {
  try {
    closeSync(openSync(file, "a"));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new HarnessError("invalid-input", `${VARIABLE}: cannot be written to: ${why}`, {
      cause,
      hint: `name a file that may grow, or leave --github out`,
    });
  }
}

function append(file: string, report: string, folder: string): readonly string[] {
  try {
    const part = partThatFits(report, statSync(file, { throwIfNoEntry: false })?.size ?? 0);
    if (part === undefined) {
      return [`the step's summary is full and got no report; it stands in ${folder}`];
    }
    appendFileSync(file, part);
    return [];
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new HarnessError("storage", `${file}: the report could not be appended: ${why}`, {
      cause,
      hint: `the run is whole, its reports stand in ${folder}; without this exit code the step could end green and say nothing`,
    });
  }
}
