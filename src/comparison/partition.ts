/**
 * Units by the code they have, each group in unit order; code 0 belongs to none. Two passes over
 * the units, no lists that grow.
 */
export function partition(
  units: Uint32Array,
  codeOf: (unit: number) => number,
  codes: number,
): ReadonlyMap<number, Uint32Array> {
  const sizes = new Float64Array(codes + 1);
  for (const unit of units) {
    const code = codeOf(unit);
    sizes[code] = (sizes[code] ?? 0) + 1;
  }
  const groups = new Map<number, Uint32Array>();
  for (let code = 1; code <= codes; code += 1) {
    const size = sizes[code] ?? 0;
    if (size > 0) groups.set(code, new Uint32Array(size));
    sizes[code] = 0;
  }
  for (const unit of units) {
    const code = codeOf(unit);
    const place = sizes[code] ?? 0;
    const group = groups.get(code);
    if (group !== undefined) group[place] = unit;
    sizes[code] = place + 1;
  }
  return groups;
}
