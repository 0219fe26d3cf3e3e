import { HarnessError } from "../../core/harness-error.ts";
import type { Problem } from "../../core/problem.ts";

/** Gathers what is wrong with several inputs, so that the user hears all of it at once. */
export class ProblemList {
  /** By all that a problem says: a registry that several policies name is told on once. */
  readonly #problems = new Map<string, Problem>();

  get all(): readonly Problem[] {
    return [...this.#problems.values()];
  }

  add(...problems: readonly Problem[]): void {
    for (const problem of problems) this.#problems.set(JSON.stringify(problem), problem);
  }

  /** A problem of the command line, which has no file. */
  addPlain(message: string, hint?: string): void {
    this.add({ file: undefined, line: undefined, column: undefined, message, hint });
  }

  /** What `read` returns; undefined where it failed and its problems were noted. */
  async collect<T>(read: () => T | Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof HarnessError) || error.code !== "invalid-input") throw error;
      if (error.problems.length > 0) this.add(...error.problems);
      else this.addPlain(error.message, error.hint);
      return undefined;
    }
  }
}
