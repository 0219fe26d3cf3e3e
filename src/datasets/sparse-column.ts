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
  /** Where the row was found that was asked for last. */
  let found = 0;
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
      // Most are asked for in their order.
      found += Number(rows.at(found) < row);
      if (found < rows.length && rows.at(found) === row) return values.at(found);
      let [from, to] = [0, rows.length];
      while (from < to) {
        const middle = (from + to) >>> 1;
        if (rows.at(middle) < row) from = middle + 1;
        else to = middle;
      }
      found = from;
      return from < rows.length && rows.at(from) === row ? values.at(from) : undefined;
    },
  };
}
