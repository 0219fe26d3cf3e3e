import type { RejectedRow } from "../core/dataset.ts";
import type { Problem } from "../core/problem.ts";
import type { CheckOptions } from "./check-options.ts";
import type { Fault } from "./read-cell.ts";

/** More problems than this are not collected: the file is not what its manifest says. */
const MOST_PROBLEMS = 10_000;

/** Collects what is wrong with rows, and hands each rejected row on, or keeps it as an error. */
export interface RowRejections {
  readonly count: number;
  /** Problems that stop the run. */
  readonly problems: readonly Problem[];
  readonly isFull: boolean;
  /** The first rejected rows, for when nothing is left. */
  readonly first: readonly Problem[];
  /** Tells of one value of the row at hand. */
  readonly fault: Fault;
  /** Whether the row at hand has had a fault since the last rejection. */
  hasFault(): boolean;
  /** Rejects the row at hand for its faults. */
  rejectForFaults(file: string, line: number): void | Promise<void>;
  reject(row: RejectedRow): void | Promise<void>;
  readonly addProblem: (problem: Problem) => void;
}

export function rowRejections({ strict, onRejected }: CheckOptions): RowRejections {
  const problems: Problem[] = [];
  const first: Problem[] = [];
  let count = 0;
  let faults: { readonly column: string; readonly because: string }[] = [];
  const reject = (row: RejectedRow): void | Promise<void> => {
    count += 1;
    const problem = problemOf(row);
    if (first.length < 3) first.push(problem);
    if (!strict) return onRejected(row);
    problems.push(problem);
  };
  return {
    get count() {
      return count;
    },
    get isFull() {
      return problems.length >= MOST_PROBLEMS;
    },
    problems,
    first,
    fault: (column, because) => {
      // What a value's first fault leads to is no news.
      if (!faults.some((known) => known.column === column)) faults.push({ column, because });
    },
    hasFault: () => faults.length > 0,
    rejectForFaults: (file, line) => {
      const [one, ...others] = faults;
      faults = [];
      const more = others.map(({ column, because }) => `; column "${column}": ${because}`);
      return reject({ file, line, column: one?.column, reason: `${one?.because}${more.join("")}` });
    },
    reject,
    addProblem: (problem) => {
      problems.push(problem);
    },
  };
}

function problemOf({ file, line, column, reason }: RejectedRow): Problem {
  const message = column === undefined ? reason : `column "${column}": ${reason}`;
  return { file, line, column: undefined, message, hint: undefined };
}
