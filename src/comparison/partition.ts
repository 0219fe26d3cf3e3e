import type { CodeColumn } from "./code-column.ts";

/**
 * Units by the code that their row has, each group in unit order; code 0 belongs to none. Several
 * units may share a row. All groups are parts of `grouped`, which has room for all the units.
 */
export function partition(
  units: Uint32Array,
  column: CodeColumn,
  unitsPerRow: number,
  grouped: Uint32Array,
): ReadonlyMap<number, Uint32Array> {
  const groups = new Map<number, Uint32Array>();
  const { codes } = column;
  if (codes === undefined) return groups;
  const rowOf = (unit: number) => (unitsPerRow === 1 ? unit : Math.floor(unit / unitsPerRow));
  const next = new Uint32Array(column.texts.size + 2);
  for (let index = 0; index < units.length; index += 1) {
    next[codes[rowOf(units[index]!)]! + 1]! += 1;
  }
  for (let code = 0; code <= column.texts.size; code += 1) {
    const from = next[code]!;
    const to = from + next[code + 1]!;
    if (code > 0 && to > from) groups.set(code, grouped.subarray(from, to));
    next[code + 1] = to;
  }
  for (let index = 0; index < units.length; index += 1) {
    const unit = units[index]!;
    const code = codes[rowOf(unit)]!;
    grouped[next[code]!] = unit;
    next[code]! += 1;
  }
  return groups;
}
