import { badUsage, dollars } from "./option-values.ts";
import type { RunFlags } from "./run-flags.ts";

/** How an interrupted run goes on. */
export interface ResumeOptions {
  readonly folder: string;
  readonly retryErrors: boolean;
  /** A new cap in place of the one the run began with: how a run that met it goes on. */
  readonly maxSpendNanoUsd: number | undefined;
  readonly allowCode: boolean;
}

/** What `--resume` asks for; undefined: a new run. A resumed run keeps the options it began with. */
export function resolveResume(
  flags: RunFlags & {
    readonly resume?: string;
    readonly retryErrors?: boolean;
    readonly out?: string;
  },
): ResumeOptions | undefined {
  if (flags.resume === undefined) {
    if (flags.retryErrors === true) throw badUsage("--retry-errors goes with --resume RUN");
    return undefined;
  }
  const also = (
    [
      "dataset",
      "baseline",
      "candidate",
      "registry",
      "prices",
      "provider",
      "record",
      "recordings",
      "onMiss",
      "onlyUncovered",
      "like",
      "concurrency",
      "repeat",
      "speed",
      "stopEarly",
      "limit",
      "sample",
      "filter",
      "seed",
      "asOf",
      "storeText",
      "maxErrorRate",
      "format",
      "baselineRun",
      "monthlyRequests",
      "recordPages",
      "junit",
      "out",
    ] as const
  ).filter((name) => flags[name] !== undefined);
  if (also.length > 0) {
    const names = also.map(
      (name) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    );
    throw badUsage(
      `--resume keeps the options its run began with; take out ${names.join(", ")}`,
      "or start a new run without --resume",
    );
  }
  return {
    folder: flags.resume,
    retryErrors: flags.retryErrors ?? false,
    maxSpendNanoUsd: dollars("--max-spend", flags.maxSpend),
    allowCode: flags.allowCode ?? false,
  };
}
