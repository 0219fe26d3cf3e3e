import { badUsage, required, wholeNumber } from "../options/option-values.ts";
import { resolveRunOptions, type RunOptions } from "../options/run-options.ts";
import { resolveResume, type ResumeOptions } from "../options/resume-options.ts";
import { type RunFlags } from "../options/run-flags.ts";

/** The options of `aa` as they were typed; absent: not given. */
export interface AaFlags extends Omit<RunFlags, "baseline" | "candidate"> {
  readonly policy?: string | undefined;
  readonly rounds?: string | undefined;
  readonly out?: string;
  readonly resume?: string;
}

/** What `aa` is asked to do: a run of one policy, or the rest of one, and its rounds afterwards. */
export interface AaOptions {
  readonly run: RunOptions | undefined;
  readonly resume: ResumeOptions | undefined;
  readonly out: string | undefined;
  readonly rounds: number;
}

const NEEDS = "a policy against itself needs --dataset FILE --policy POLICY";
export const DEFAULT_REPEATS = 10;
const DEFAULT_ROUNDS = 200;
/** More rounds than this tell a rate to less than half a percent: nobody needs it closer. */
const MOST_ROUNDS = 100_000;

export function resolveAa(flags: AaFlags, inCi: boolean): AaOptions {
  const rounds = wholeNumber("--rounds", flags.rounds, 1, MOST_ROUNDS) ?? DEFAULT_ROUNDS;
  const { policy, rounds: _rounds, resume: _resume, out, ...runFlags } = flags;
  if (flags.resume !== undefined) {
    if (policy !== undefined) throw badUsage("--resume keeps its run's policy: take out --policy");
    const { rounds: _none, policy: _no, ...kept } = flags;
    return { run: undefined, resume: resolveResume(kept), out: undefined, rounds };
  }
  const named = required("--policy", policy, NEEDS);
  const repeat = flags.repeat ?? String(DEFAULT_REPEATS);
  wholeNumber("--repeat", repeat, 2);
  const options = resolveRunOptions(
    { ...runFlags, repeat, baseline: named, candidate: [named] },
    inCi,
  );
  return { run: { ...options, candidates: [] }, resume: undefined, out, rounds };
}
