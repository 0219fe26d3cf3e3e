import { HarnessError } from "../../core/harness-error.ts";
import { didYouMean } from "../../core/nearest-name.ts";
import type { KeptRun } from "./kept-run.ts";

/** Keys of policies as they were typed; undefined: the candidates. */
export interface AskedArms {
  readonly baseline: string | undefined;
  readonly candidate: string | undefined;
}

/** The places of the two policies that are compared, each among the arms of its own run. */
export interface ChosenArms {
  readonly before: number;
  readonly after: number;
}

/**
 * Of the second run its candidate; of the first the policy of the same name, else its candidate.
 * Throws `HarnessError` where that leaves a choice.
 */
export function chosenArms(before: KeptRun, after: KeptRun, asked: AskedArms): ChosenArms {
  const chosen =
    armNamed(after, "--candidate", asked.candidate) ?? onlyCandidate(after, "--candidate");
  const name = after.arms[chosen]!;
  const first =
    armNamed(before, "--baseline", asked.baseline) ??
    candidateNamed(before, name) ??
    onlyCandidate(before, "--baseline");
  return { before: first, after: chosen };
}

/** The place of the candidate that is named, or of the only one. */
export function chosenCandidate(run: KeptRun, name: string | undefined): number {
  const chosen = armNamed(run, "--candidate", name) ?? onlyCandidate(run, "--candidate");
  if (chosen > 0) return chosen;
  throw new HarnessError("invalid-input", `--candidate ${name}: it is the run's baseline`, {
    hint: `its candidates are ${run.arms.slice(1).join(", ")}`,
  });
}

function armNamed(
  { arms, folder }: KeptRun,
  option: string,
  name: string | undefined,
): number | undefined {
  if (name === undefined) return undefined;
  const index = arms.indexOf(name);
  if (index >= 0) return index;
  throw new HarnessError("invalid-input", `${option} ${name}: ${folder} has no such policy`, {
    hint: didYouMean(name, arms) ?? `it has ${arms.join(", ")}`,
  });
}

function candidateNamed({ arms }: KeptRun, name: string): number | undefined {
  const index = arms.indexOf(name, 1);
  return index < 0 ? undefined : index;
}

function onlyCandidate({ arms, folder }: KeptRun, option: string): number {
  if (arms.length === 2) return 1;
  const [, ...candidates] = arms;
  const message =
    candidates.length === 0
      ? `${folder}: this run has no candidate`
      : `${folder}: this run has ${candidates.length} candidates`;
  throw new HarnessError("invalid-input", message, {
    hint: `say which policy of it is meant: ${option} ${arms.join(` or ${option} `)}`,
  });
}
