import type { Attempt } from "../core/attempt.ts";
import type { Signal } from "../core/replay-record.ts";
import type { RequestView } from "../core/request-view.ts";

/** Whether a condition is a bare name, such as `refund_exception`, and not an expression. */
export function isConditionName(text: string): boolean {
  return /^[A-Za-z_][\w-]*$/.test(text) && text !== "true" && text !== "false";
}

/** Whether the request carries a tag or feature of that name that is true. */
export function holdsOnRequest(name: string, view: RequestView): boolean {
  return isTrue(view.tags, name) || isTrue(view.features, name);
}

/** Whether the request or the last answer carries a tag, feature or signal that is true. */
export function holdsAfter(name: string, view: RequestView, last: Attempt): boolean {
  return holdsInSignals(name, last) || holdsOnRequest(name, view);
}

/** Whether an attempt's answer carries a signal of that name that is true. */
export function holdsInSignals(name: string, attempt: Attempt | undefined): boolean {
  const result = attempt?.result;
  return result?.kind === "response" && isTrue(result.response.signals, name);
}

/** Tags stay strings, so true and 1 count as they stand in a table, in any case. */
function isTrue(values: Readonly<Record<string, Signal>>, name: string): boolean {
  if (!Object.hasOwn(values, name)) return false;
  const value = values[name];
  if (typeof value === "string") return value === "1" || value.toLowerCase() === "true";
  return value === true || value === 1;
}
