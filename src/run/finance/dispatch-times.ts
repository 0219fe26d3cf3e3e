import { existsSync } from "node:fs";
import type { Outcome } from "../../core/outcome.ts";
import type { RunManifest } from "../../core/run-manifest.ts";
import { attemptKey, isJournalledLine, type JournalledLine } from "../../replay/attempt-line.ts";
import { readLines } from "../../replay/read-lines.ts";
import { runFolder } from "../run-folder.ts";

/** When an attempt was sent, in milliseconds since 1970; of no attempt: when its record began. */
export type DispatchTimes = (outcome: Outcome, attempt: number | undefined) => number;

/**
 * When the calls of a live run were really sent: as its own journal of attempts says, else from the
 * run's start (a call that another policy had made, or a recording). Undefined: the run sent nothing,
 * and its virtual time depends on concurrency, which no bill does.
 */
export async function dispatchTimes(
  folder: string,
  manifest: RunManifest,
): Promise<DispatchTimes | undefined> {
  const { attempts } = runFolder(folder);
  if (manifest.spend === undefined || !existsSync(attempts)) return undefined;
  const startedAtMs = Date.parse(manifest.started_at);
  const sentAtMs = new Map<string, number>();
  for await (const { value } of readLines<JournalledLine>(attempts, isJournalledLine)) {
    if (value.event === "start") sentAtMs.set(attemptKey(value), Date.parse(value.at));
  }
  return ({ ordinal, arm, repeat, attempts: made }, attempt = 0) =>
    sentAtMs.get(attemptKey({ ordinal, arm, repeat, attempt })) ??
    startedAtMs + (made[attempt]?.dispatchedAtMs ?? 0);
}
