import type { Problem } from "../core/problem.ts";
import type { ManifestSource } from "./manifest.ts";

/** Something wrong with a part of a manifest, named by its path in the document. */
export interface ManifestProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly hint?: string | undefined;
}

/** The problem with the line and column of the part it is about. */
export function placed(document: ManifestSource, problem: ManifestProblem): Problem {
  return {
    file: document.file,
    ...document.locate(problem.path),
    message: problem.message,
    hint: problem.hint,
  };
}
