import { isLabel } from "./answer-pool.ts";
import { pick, type Chance } from "./chance.ts";
import { swapDigits } from "./wrong-number.ts";

/** What is said where nothing of the right answer may remain. */
const evasions = ["I am not sure.", "I cannot tell from the request."];

/**
 * A text that is not the right one: another record's label, a number misread, the first half of a
 * longer answer, or an evasion.
 */
export function wrongText(right: string, labels: readonly string[], chance: Chance): string {
  const isNumber = /^[\s$€£]*-?[\d][\d.,]*\s*%?\s*$/.test(right);
  if (isNumber) return wrongNumberText(right, chance);
  const others = isLabel(right) ? labels.filter((label) => !isSameLabel(label, right)) : [];
  const swapped = swapDigits(right, chance);
  return pick(others, chance, "wrong label") ?? swapped ?? firstHalf(right) ?? evasion(right);
}

function wrongNumberText(right: string, chance: Chance): string {
  const swapped = swapDigits(right, chance);
  if (swapped !== undefined && chance("swap or shift") < 0.5) return swapped;
  // The last digit moves by one to nine, so that it never comes round to itself.
  const by = 1 + Math.floor(9 * chance("shifted digit"));
  return right.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + by) % 10));
}

function isSameLabel(left: string, right: string): boolean {
  return left.trim().toLowerCase() === right.trim().toLowerCase();
}

function firstHalf(right: string): string | undefined {
  const words = right.trim().split(/\s+/);
  return words.length < 4 ? undefined : words.slice(0, Math.floor(words.length / 2)).join(" ");
}

function evasion(right: string): string {
  return evasions.find((text) => text !== right) ?? "";
}
