import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Comparison } from "../../src/core/comparison.ts";
import type { JournalLine } from "../../src/replay/journal-line.ts";
import { routeproof } from "./routeproof.ts";

/** A temporary folder with a request log that has arrival times, a registry and policies. */
export interface TimedWorkspace {
  readonly path: (name: string) => string;
  readonly write: (name: string, text: string) => void;
  readonly args: (out: string, run: TimedRun) => readonly string[];
  /** Runs to the end and throws where no comparison came of it. */
  readonly run: (out: string, run: TimedRun) => void;
  readonly comparisonText: (out: string) => string;
  readonly comparison: (out: string) => Comparison;
  readonly journal: (out: string) => readonly JournalLine[];
  readonly remove: () => void;
}

export interface TimedRun {
  readonly baseline: string;
  readonly candidate: string;
  readonly concurrency: number;
  readonly more?: readonly string[];
}

/** One line of the log, with whatever else its manifest names. */
export interface LoggedRequest {
  readonly id: string;
  readonly prompt: string;
  readonly answer: string;
  readonly at: string;
  readonly [field: string]: string;
}

export function aTimedWorkspace(log: readonly LoggedRequest[], record: string): TimedWorkspace {
  const folder = mkdtempSync(join(tmpdir(), "routeproof-timed-"));
  const path = (name: string): string => join(folder, name);
  const write = (name: string, text: string): void => writeFileSync(path(name), text);
  write("log.jsonl", log.map((line) => `${JSON.stringify(line)}\n`).join(""));
  write(
    "log.dataset.yaml",
    `dataset: tickets
kind: golden
source: {path: log.jsonl, format: jsonl}
record: {id: id, prompt: prompt, expected: answer, arrived_at: at${record}}
scoring: [{grader: exact_match}]
`,
  );
  const args: TimedWorkspace["args"] = (out, { baseline, candidate, concurrency, more = [] }) => [
    "run",
    `--dataset=${path("log.dataset.yaml")}`,
    `--baseline=${path(`${baseline}.yaml`)}`,
    `--candidate=${path(`${candidate}.yaml`)}`,
    `--concurrency=${concurrency}`,
    `--out=${path(out)}`,
    "--format=json,md",
    ...more,
  ];
  const comparisonText = (out: string): string =>
    readFileSync(path(`${out}/comparison.json`), "utf8");
  return {
    path,
    write,
    args,
    run: (out, run) => {
      const { code, stderr } = routeproof(args(out, run));
      if (code === null || ![0, 100, 101].includes(code))
        throw new Error(`exit ${code}: ${stderr}`);
    },
    comparisonText,
    comparison: (out) => JSON.parse(comparisonText(out)) as Comparison,
    journal: (out) =>
      readFileSync(path(`${out}/outcomes.jsonl`), "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as JournalLine),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
