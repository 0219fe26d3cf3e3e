import type { Problem } from "../../core/problem.ts";
import type { Manifest } from "../../datasets/read-manifest.ts";
import { checkGraders } from "../../scoring/check-graders.ts";

/** What is wrong with a manifest's graders, placed in the manifest. */
export function graderProblems(manifest: Manifest): readonly Problem[] {
  return checkGraders(manifest.scoring).map(({ index, path, message, hint }) => ({
    file: manifest.file,
    ...manifest.locateScoring(index, path),
    message,
    hint,
  }));
}
