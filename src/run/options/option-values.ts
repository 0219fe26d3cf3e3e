import { HarnessError } from "../../core/harness-error.ts";
import { nanoUsdFromUsd } from "../../core/money.ts";

/** A million dollars: beyond it an amount is most likely a slip. */
const MOST_DOLLARS = 1_000_000;

/** A text that must be given; `needs` says what the command cannot do without. */
export function required(name: string, value: string | undefined, needs: string): string {
  if (value !== undefined && value !== "") return value;
  throw badUsage(`${name} is missing`, needs);
}

/** A whole number in a range; absent: not given. */
export function wholeNumber(
  name: string,
  text: string | undefined,
  least: number,
  most: number = Number.MAX_SAFE_INTEGER,
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== "" && Number.isSafeInteger(value) && value >= least && value <= most) {
    return value;
  }
  if (value > most) throw badUsage(`${name} must be ${most} or less, got "${text}"`);
  throw badUsage(`${name} must be a whole number of ${least} or more, got "${text}"`);
}

/** A calendar day in UTC as milliseconds since 1970; absent: not given. */
export function resolveDay(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const dayMs = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // A day that the calendar does not have is rolled over by some engines: it must read back.
  if (!Number.isNaN(dayMs) && new Date(dayMs).toISOString().startsWith(text)) return dayMs;
  throw badUsage(`${name} must be a day such as 2026-11-21, got "${text}"`);
}

/** A number from 0 to 1; absent: not given. */
export function share(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== "" && value >= 0 && value <= 1) return value;
  throw badUsage(`${name} must be a number from 0 to 1, got "${text}"`);
}

/** A number in a range; absent: not given. */
export function numberWithin(
  name: string,
  text: string | undefined,
  least: number,
  most: number,
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== "" && value >= least && value <= most) return value;
  throw badUsage(`${name} must be a number from ${least} to ${most}, got "${text}"`);
}

/** One of a closed list of words; absent: not given. */
export function oneOf<const T extends string>(
  name: string,
  text: string | undefined,
  choices: readonly T[],
): T | undefined {
  if (text === undefined) return undefined;
  const choice = choices.find((candidate) => candidate === text);
  if (choice !== undefined) return choice;
  throw badUsage(`${name} must be one of ${choices.join(", ")}, got "${text}"`);
}

/** What a command line says wrongly, with what to type instead. */
export function badUsage(message: string, hint?: string): HarnessError {
  return new HarnessError("invalid-input", message, { hint });
}

/** A positive amount of US dollars in nano-dollars; absent: not given. */
export function dollars(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text.replace(/^\$/, ""));
  if (text.trim() !== "" && Number.isFinite(value) && value > 0 && value <= MOST_DOLLARS) {
    return nanoUsdFromUsd(value);
  }
  throw badUsage(`${name} must be an amount of US dollars such as 2.50, got "${text}"`);
}
