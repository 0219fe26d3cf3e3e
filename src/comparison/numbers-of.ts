/** A number for each row. The arrays' own `from` would make a list of all of them first. */
export function numbersOf(rows: Uint32Array, numberOf: (row: number) => number): Float64Array {
  const numbers = new Float64Array(rows.length);
  for (let index = 0; index < rows.length; index += 1) numbers[index] = numberOf(rows[index]!);
  return numbers;
}

/** The rows below `count` of which something holds, in order. */
export function rowsWhere(count: number, holds: (row: number) => boolean): Uint32Array {
  const rows = new Uint32Array(count);
  let place = 0;
  for (let row = 0; row < count; row += 1) if (holds(row)) rows[place++] = row;
  return rows.subarray(0, place);
}
