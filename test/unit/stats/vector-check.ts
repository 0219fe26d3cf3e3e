import { vectorMethods } from "./vector-methods.ts";
import type { Fields, Vector } from "./vector-fields.ts";

/** A value of a vector that is not what we compute. */
export interface Mismatch {
  /** Where in `expected`, such as `lower[3]`. */
  readonly place: string;
  readonly got: string;
  readonly expected: string;
}

/** What running one vector came to. */
export interface VectorCheck {
  readonly mismatches: readonly Mismatch[];
  /** Keys passed over: traps, other definitions, and what another room computes. */
  readonly passedOver: readonly string[];
}

// What other programs get wrong, given to be told from what is right. See statistics.md.
const TRAPS = new Set(["routellm_cpt_printed", "aiq_repository_code", "naive_double", "se_hmisc"]);

function isTrap(key: string): boolean {
  return TRAPS.has(key) || key.endsWith("_wrong") || key.startsWith("obp_");
}

export function isKnownMethod(method: string): boolean {
  return Object.hasOwn(vectorMethods, method);
}

/** Holds what the method's function computes to what the vector expects. */
export function checkVector({ method, input, expected, tolerance }: Vector): VectorCheck {
  const { ours, notOurs = [] } = vectorMethods[method]!;
  let actual: Fields;
  try {
    actual = ours(input);
  } catch (error) {
    const got = `threw ${String(error)}`;
    return { mismatches: [{ place: "*", got, expected: "values" }], passedOver: [] };
  }
  const mismatches: Mismatch[] = [];
  const passedOver: string[] = [];
  for (const [key, value] of Object.entries(expected)) {
    if (Object.hasOwn(actual, key)) {
      mismatches.push(...differences(actual[key], value, tolerance, key));
    } else if (isTrap(key) || notOurs.includes(key)) {
      passedOver.push(key);
    } else {
      mismatches.push({ place: key, got: "not computed", expected: inText(value) });
    }
  }
  return { mismatches, passedOver };
}

/** Every place at which an actual value is off the expected one by more than the tolerance. */
export function differences(
  actual: unknown,
  expected: unknown,
  tolerance: number,
  place: string,
): readonly Mismatch[] {
  if (typeof expected === "object" && expected !== null) {
    return partDifferences(actual, expected, tolerance, place);
  }
  const isMet =
    typeof expected === "number" && typeof actual === "number"
      ? Math.abs(actual - expected) <= tolerance
      : actual === expected;
  return isMet ? [] : [{ place, got: inText(actual), expected: inText(expected) }];
}

function partDifferences(
  actual: unknown,
  expected: object,
  tolerance: number,
  place: string,
): readonly Mismatch[] {
  const isSameKind =
    typeof actual === "object" && actual !== null && isList(actual) === isList(expected);
  if (!isSameKind) return [{ place, got: inText(actual), expected: inText(expected) }];
  const [parts, wanted] = [Object.entries(actual), Object.entries(expected)];
  const lengths =
    parts.length === wanted.length
      ? []
      : [{ place, got: `${parts.length} values`, expected: `${wanted.length} values` }];
  const found = new Map<string, unknown>(parts);
  const within = wanted.flatMap(([key, value]) =>
    differences(found.get(key), value, tolerance, `${place}[${key}]`),
  );
  return [...lengths, ...within];
}

function isList(value: object): boolean {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}

/** Numbers that JSON has no words for are said as they are. */
function inText(value: unknown): string {
  if (typeof value === "number") return String(value);
  return JSON.stringify(value) ?? "undefined";
}
