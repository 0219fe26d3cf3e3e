import { invalidInput } from "../../core/harness-error.ts";
import type { Problem } from "../../core/problem.ts";
import type { ReplayArm } from "../../replay/execute-trial.ts";
import type { Inputs } from "../load-inputs.ts";
import type { RunOptions } from "../options/run-options.ts";

/**
 * Throws `HarnessError` where a policy cannot be replayed half on a log and half for real: one that
 * reads the past would meet two of them, and one that asks a model would be answered by neither.
 * Nor can a log whose answers only the log itself has judged.
 */
export function assertHalvesFit(
  { arms: named, manifest }: Pick<Inputs, "arms" | "manifest">,
  arms: readonly ReplayArm[],
  { onlyUncovered }: Pick<RunOptions, "onlyUncovered">,
): void {
  if (!onlyUncovered) return;
  const ofLog = manifest.scoring.filter(
    ({ grader, required }) => required && grader === "recorded",
  );
  const ungraded = ofLog.map(({ name }) => ({
    ...problem(
      `grader "${name}"`,
      "it is the log's own verdict on the log's own answers: no answer of now would ever be accepted",
    ),
    hint: "judge the answers by their text: write graders under scoring",
  }));
  const unfit = arms.flatMap(({ newMemory, router }, index) => {
    const key = named[index]?.key ?? "";
    if (newMemory !== undefined) {
      return [
        problem(
          `policy "${key}"`,
          "it reads what came before, which is the log's for one half alone",
        ),
      ];
    }
    if (router.advice?.kind !== "model") return [];
    return [problem(`policy "${key}"`, "the log does not say what its classifier would answer")];
  });
  const problems = [...ungraded, ...unfit];
  if (problems.length > 0) throw invalidInput("--only-uncovered", problems);
}

function problem(who: string, because: string): Problem {
  return {
    file: undefined,
    line: undefined,
    column: undefined,
    message: `${who}: ${because}`,
    hint: "replay the whole log: run --provider live without --only-uncovered",
  };
}
