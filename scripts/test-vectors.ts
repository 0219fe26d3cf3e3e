/**
 * Holds our statistics to the vectors of a file: npm run test:vectors -- [FILE]
 *
 * The file is a JSON list of `{name, method, input, expected, tolerance}`; without one it is the
 * shared reference beside the checkout. Exit codes: 0 all are met; 1 a value is off, or a method
 * is not ours; 2 the file cannot be read, or holds no vector.
 */
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { checkVector, isKnownMethod } from "../test/unit/stats/vector-check.ts";
import { readVectors } from "../test/unit/stats/vector-file.ts";
import type { Vector } from "../test/unit/stats/vector-fields.ts";

const shared = resolve(import.meta.dirname, "../../shared/reference/stat-vectors.json");

function open(path: string): readonly Vector[] {
  try {
    if (!existsSync(path)) throw new Error("there is no such file");
    return readVectors(readFileSync(path, "utf8"));
  } catch (error) {
    console.error(`${path}: ${error instanceof Error ? error.message : String(error)}`);
    console.error("hint: npm run test:vectors -- FILE, a JSON list of vectors");
    return process.exit(2);
  }
}

const [given] = process.argv.slice(2);
const vectors = open(given === undefined ? shared : resolve(given));
const isKnown = ({ method }: Vector): boolean => isKnownMethod(method);

let off = 0;
let passedOver = 0;
for (const vector of vectors.filter(isKnown)) {
  const check = checkVector(vector);
  for (const { place, got, expected } of check.mismatches) {
    console.log(`${vector.method}  ${vector.name}  ${place}: got ${got}, expected ${expected}`);
  }
  if (check.mismatches.length > 0) off += 1;
  passedOver += check.passedOver.length;
}
const unknown = vectors.filter((vector) => !isKnown(vector));
for (const { method, name } of unknown) console.log(`${method}  ${name}  no function of ours`);

const methods = new Set(vectors.map(({ method }) => method)).size;
console.log(
  `${vectors.length - off - unknown.length} of ${vectors.length} vectors met (${methods} methods); ` +
    `${off} off, ${unknown.length} of unknown methods, ` +
    `${passedOver} values passed over as traps or other definitions`,
);
process.exitCode = off + unknown.length > 0 ? 1 : 0;
