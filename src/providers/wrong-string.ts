import type { Chance } from "./chance.ts";
import { swapDigits } from "./wrong-number.ts";

/**
 * Another text for a field: a date with day and month confused, digits swapped, another record's
 * value, or the text without its end. Absent where nothing of the kind is possible.
 */
export function wrongString(
  value: string,
  ofAnotherRecord: string | undefined,
  chance: Chance,
): string | undefined {
  const date = wrongDate(value);
  if (date !== undefined) return date;
  const swapped = swapDigits(value, chance);
  if (swapped !== undefined && (ofAnotherRecord === undefined || chance("swap or other") < 0.5)) {
    return swapped;
  }
  return ofAnotherRecord ?? withoutEnd(value);
}

/** ISO dates stay dates: day and month change places, or the day is one off. */
function wrongDate(value: string): string | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})(?!\d)/.exec(value);
  if (parts === null) return undefined;
  const [whole, year, month = "", day = ""] = parts;
  const rest = value.slice(whole.length);
  if (Number(day) <= 12 && day !== month) return `${year}-${day}-${month}${rest}`;
  const off = Number(day) > 1 ? Number(day) - 1 : 2;
  return `${year}-${month}-${String(off).padStart(2, "0")}${rest}`;
}

function withoutEnd(value: string): string | undefined {
  const words = value.split(" ");
  if (words.length > 1) return words.slice(0, -1).join(" ");
  return value.length > 1 ? value.slice(0, -1) : undefined;
}
