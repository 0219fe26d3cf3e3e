import { existsSync, mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { HarnessError } from "../core/harness-error.ts";
import { runFolder } from "./run-folder.ts";

/** A run's own reports say what it found when it ran: nothing writes over them. */
export function refuseRunFolder(out: string, folder: string): void {
  if (resolve(out) !== resolve(folder) && !existsSync(runFolder(out).journal)) return;
  throw new HarnessError("invalid-input", `--out ${out}: this is the folder of a run`, {
    hint: "name another folder: the run's own reports stay as they are",
  });
}

export function makeReportsFolder(out: string): void {
  try {
    mkdirSync(out, { recursive: true });
  } catch (cause) {
    throw new HarnessError("invalid-input", `--out ${out}: the folder cannot be made`, {
      cause,
      hint: "name a folder that can be written",
    });
  }
}
