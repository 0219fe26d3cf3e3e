import { invalidInput } from "../../core/harness-error.ts";
import type { Problem } from "../../core/problem.ts";
import type { ReplayArm } from "../../replay/execute-trial.ts";
import type { Inputs } from "../load-inputs.ts";
import type { RunOptions } from "../run-options.ts";

/**
 * Throws `HarnessError` where a policy cannot be replayed half on a log and half for real: one that
 * reads the past would meet two of them, and one that asks a model would be answered by neither.
 */
export function assertHalvesFit(
  { arms: named }: Pick<Inputs, "arms">,
  arms: readonly ReplayArm[],
  { onlyUncovered }: Pick<RunOptions, "onlyUncovered">,
): void {
  if (!onlyUncovered) return;
  const problems = arms.flatMap(({ newMemory, router }, index) => {
    const key = named[index]?.key ?? "";
    if (newMemory !== undefined) {
      return [problem(key, "it reads what came before, which is the log's for one half alone")];
    }
    if (router.advice?.kind !== "model") return [];
    return [problem(key, "the log does not say what its classifier would answer")];
  });
  if (problems.length > 0) throw invalidInput("--only-uncovered", problems);
}

function problem(policy: string, because: string): Problem {
  return {
    file: undefined,
    line: undefined,
    column: undefined,
    message: `policy "${policy}": ${because}`,
    hint: "replay the whole log: run --provider live without --only-uncovered",
  };
}
