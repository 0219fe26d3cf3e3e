import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text as textOf } from "node:stream/consumers";
import { parse } from "yaml";
import { ended } from "./routeproof.ts";

/** A step of a workflow, as far as a test needs it. */
export interface WorkflowStep {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string | number>>;
}

interface Workflow {
  readonly env: Readonly<Record<string, string>>;
  readonly defaults: { readonly run: { readonly shell: string } };
  readonly jobs: Readonly<Record<string, { readonly steps: readonly WorkflowStep[] }>>;
}

export function readWorkflow(file: string): Workflow {
  return parse(readFileSync(file, "utf8")) as Workflow;
}

/** What a step printed, and what it left for the steps and the page behind it. */
export interface RanStep {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly summary: string;
  /** What it wrote for later steps, `NAME=value` a line. */
  readonly exported: string;
}

/** Runs a step's script as GitHub's runner does for `shell: bash`, files of its own included. */
export async function runStep(
  script: string,
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<RanStep> {
  const file = (name: string): string => join(folder, name);
  writeFileSync(file("step.sh"), script);
  writeFileSync(file("step-summary.md"), "");
  writeFileSync(file("step-env"), "");
  const child = spawn("bash", ["--noprofile", "--norc", "-eo", "pipefail", file("step.sh")], {
    cwd: folder,
    env: {
      ...process.env,
      CI: "true",
      GITHUB_ACTIONS: "true",
      GITHUB_ENV: file("step-env"),
      GITHUB_STEP_SUMMARY: file("step-summary.md"),
      NO_COLOR: "1",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [stdout, stderr, code] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    ended(child),
  ]);
  return {
    code: typeof code === "number" ? code : null,
    stdout,
    stderr,
    summary: readFileSync(file("step-summary.md"), "utf8"),
    exported: readFileSync(file("step-env"), "utf8"),
  };
}
