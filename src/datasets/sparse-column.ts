import { countColumn, numberColumn } from "./growing-column.ts";

/** Numbers that few rows have, each kept with its row. */
export interface SparseColumn {
  /** Rows come in ascending order, each once. */
  push(row: number, value: number): void;
  /** Absent: the row has none. */
  at(row: number): number | undefined;
  /** Gives its memory back; it is empty then. */
  readonly free: () => void;
}

export function sparseColumn(): SparseColumn {
  const rows = countColumn();
  const values = numberColumn();
  return {
    push: (row, value) => {
      rows.push(row);
      values.push(value);
    },
    free: () => {
      rows.free();
      values.free();
    },
    at: (row) => {
      let [from, to] = [0, rows.length];
      while (from < to) {
        const middle = (from + to) >>> 1;
        if (rows.at(middle) < row) from = middle + 1;
        else to = middle;
      }
      return from < rows.length && rows.at(from) === row ? values.at(from) : undefined;
    },
  };
}
