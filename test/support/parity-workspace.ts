import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Comparison } from "../../src/core/comparison.ts";
import type { JsonObject } from "../../src/core/json.ts";
import type { RunManifest } from "../../src/core/run-manifest.ts";
import { routeproofBeside, type Finished } from "./routeproof.ts";

/** A temporary folder with a small golden dataset, in which a test puts its registry and policies. */
export interface ParityWorkspace {
  readonly folder: string;
  readonly path: (name: string) => string;
  readonly write: (name: string, text: string) => string;
  /** A run of the built command line over the dataset; its folder is called `out`. */
  readonly run: (out: string, policies: ArmFiles, ...more: readonly string[]) => Promise<Finished>;
  readonly text: (run: string, file: string) => string;
  readonly comparison: (run: string) => Comparison;
  readonly manifest: (run: string) => RunManifest;
  /** Lines of a file of a run as objects. */
  readonly lines: (run: string, file: string) => readonly JsonObject[];
  readonly remove: () => void;
}

interface ArmFiles {
  readonly baseline: string;
  readonly candidate: string;
}

/** Records of the dataset: each asks for the parity of its own number. */
export const PARITY_RECORDS = 40;

/** Values of the tag `lane`, from 0: each is on as many records. */
export const LANES = 4;

/** `odd` or `even`, whichever the one number in a prompt is. */
export function parityIn(prompt: string): "odd" | "even" {
  const [, number] = /number (\d+)/u.exec(prompt) ?? [];
  return Number(number) % 2 === 1 ? "odd" : "even";
}

export function aParityWorkspace(env: Readonly<Record<string, string>>): ParityWorkspace {
  const folder = mkdtempSync(join(tmpdir(), "routeproof-parity-"));
  const path = (name: string): string => join(folder, name);
  const write = (name: string, text: string): string => {
    writeFileSync(path(name), text);
    return path(name);
  };
  const text = (run: string, file: string): string => readFileSync(path(join(run, file)), "utf8");
  const prompts = Array.from({ length: PARITY_RECORDS }, (_, index) => `Is number ${index} odd?`);
  const records = prompts.map((prompt, index) =>
    JSON.stringify({ id: `p-${index}`, prompt, expected: parityIn(prompt), lane: index % LANES }),
  );
  write("parity.jsonl", `${records.join("\n")}\n`);
  write(
    "parity.dataset.yaml",
    `dataset: parity
kind: golden
source: {path: parity.jsonl, format: jsonl}
record: {id: id, prompt: prompt, expected: expected, tags: {lane: lane}}
scoring: [{grader: exact_match}]
`,
  );
  return {
    folder,
    path,
    write,
    text,
    run: (out, { baseline, candidate }, ...more) =>
      routeproofBeside(
        [
          "run",
          `--dataset=${path("parity.dataset.yaml")}`,
          `--baseline=${path(baseline)}`,
          `--candidate=${path(candidate)}`,
          `--out=${path(out)}`,
          "--as-of=2026-11-25",
          ...more,
        ],
        { env },
      ),
    comparison: (run) => JSON.parse(text(run, "comparison.json")) as Comparison,
    manifest: (run) => JSON.parse(text(run, "run.json")) as RunManifest,
    lines: (run, file) =>
      text(run, file)
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as JsonObject),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
