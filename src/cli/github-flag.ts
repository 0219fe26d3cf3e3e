import { HarnessError } from "../core/harness-error.ts";
import type { GithubJob, ToldJob } from "../run/github-job.ts";
import type { CommandContext } from "./command-context.ts";
import type { Terminal } from "./terminal.ts";

/** The job that `--github` reports to; refused where stdout is asked to be JSON and nothing else. */
export async function githubJob(
  { json }: { readonly json?: boolean },
  { redaction }: CommandContext,
): Promise<GithubJob> {
  if (json === true) {
    throw new HarnessError("invalid-input", "--github does not go with --json", {
      hint: "annotations are lines on stdout; comparison.json is written in any case",
    });
  }
  const { openGithubJob } = await import("../run/github-job.ts");
  return openGithubJob((name) => process.env[name], redaction);
}

/** Annotations are read from stdout; what could not be told stands on stderr. */
export function printTold({ commands, notes }: ToldJob, terminal: Terminal): void {
  for (const command of commands) terminal.out(`${command}\n`);
  for (const note of notes) terminal.err(`${note}\n`);
}
