/**
 * The largest number of pairs in which every row and every column stands once, by Kuhn's augmenting
 * paths: for each row its column, absent where it has none. Taking the first fit of each row would
 * miss pairs wherever one row may take several columns and another only one of them.
 */
export function assign(
  rows: number,
  columns: number,
  isPair: (row: number, column: number) => boolean,
): readonly (number | undefined)[] {
  const fits = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_unused, column) => column).filter((column) =>
      isPair(row, column),
    ),
  );
  const columnOf: (number | undefined)[] = Array.from({ length: rows }, () => undefined);
  const rowOf: (number | undefined)[] = Array.from({ length: columns }, () => undefined);

  for (let start = 0; start < rows; start += 1) {
    // By breadth, with the way back kept per column: a search by recursion could run out of stack.
    const reachedFrom = new Map<number, number>();
    const queue = [start];
    let end: number | undefined;
    for (let next = 0; next < queue.length && end === undefined; next += 1) {
      const row = queue[next]!;
      for (const column of fits[row] ?? []) {
        if (reachedFrom.has(column)) continue;
        reachedFrom.set(column, row);
        const holder = rowOf[column];
        if (holder === undefined) {
          end = column;
          break;
        }
        queue.push(holder);
      }
    }
    while (end !== undefined) {
      const row = reachedFrom.get(end)!;
      const before = columnOf[row];
      columnOf[row] = end;
      rowOf[end] = row;
      end = before;
    }
  }
  return columnOf;
}
