import { assign } from "./assignment.ts";
import { type AgreementRules, type CallOfTool, whatIsAmiss } from "./call-agreement.ts";
import type { ExpectedCall } from "./expected-calls.ts";
import { excerpt } from "./make-score.ts";

/** What came of holding an answer's calls against one set of expected ones. */
export interface CallComparison {
  /** 0..1. */
  readonly value: number;
  readonly because: string;
}

/** The first of those with the greatest value. */
export function nearest(found: readonly CallComparison[]): CallComparison {
  return found.reduce((best, other) => (other.value > best.value ? other : best));
}

/** The share of calls that have a partner, of those expected or those made, whichever are more. */
export function compareCalls(
  expected: readonly ExpectedCall[],
  calls: readonly CallOfTool[],
  rules: AgreementRules,
  forgivesExtra: boolean,
): CallComparison {
  const partnerOf = assign(
    expected.length,
    calls.length,
    (row, column) => whatIsAmiss(expected[row]!, calls[column]!, rules) === undefined,
  );
  const paired = new Set(partnerOf.filter((column) => column !== undefined));
  const missing = expected.filter((_, row) => partnerOf[row] === undefined);
  const extra = calls.filter((_, column) => !paired.has(column));
  // Beside nothing expected, any call is the very thing that was not to happen.
  const isForgiven = forgivesExtra && expected.length > 0;
  const whole = isForgiven ? expected.length : Math.max(expected.length, calls.length);
  const value = whole === 0 ? 1 : paired.size / whole;
  if (value === 1) {
    const because =
      expected.length === 0 ? "no call is expected and none is made" : "every call agrees";
    return { value, because };
  }
  return { value, because: explain(missing, extra, rules, isForgiven) };
}

const NAMED_FAULTS = 3;

/** A missing call is told by what a call of the same tool has wrong, where there is one. */
function explain(
  missing: readonly ExpectedCall[],
  extra: readonly CallOfTool[],
  rules: AgreementRules,
  isForgiven: boolean,
): string {
  const left = [...extra];
  const faults = missing.map((call) => {
    const tool = excerpt(call.name);
    const near = left.findIndex((other) => other.call.name === call.name);
    const [other] = near < 0 ? [] : left.splice(near, 1);
    return other === undefined
      ? `${tool} is not called`
      : `${tool} ${whatIsAmiss(call, other, rules) ?? ""}`;
  });
  if (!isForgiven) faults.push(...left.map(({ call }) => strayCall(call)));
  const shown = faults.slice(0, NAMED_FAULTS).join("; ");
  const rest = faults.length - NAMED_FAULTS;
  return rest > 0 ? `${shown}; and ${rest} more` : shown;
}

function strayCall({ name, arguments: written }: CallOfTool["call"]): string {
  if (name !== "") return `${excerpt(name)} is called, which is not expected`;
  return typeof written === "string" ? `a call ${written}` : "a call names no tool";
}
