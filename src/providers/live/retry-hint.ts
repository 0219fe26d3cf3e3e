/** A plain decimal number; no sign, no words, no hexadecimal. */
const decimal = /^\d+(?:\.\d+)?(?:e\+?\d+)?$/i;
/** All three forms of an HTTP date start with a weekday. */
const weekday = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? /;

/**
 * How long the provider asks to wait, in milliseconds: `retry-after-ms`, then `retry-after` in
 * seconds or as a date, then what the body says. Absent: nothing that can be understood; a date
 * that has passed is 0. Any size is kept as it is: whoever sleeps (`retryWaitMs` of the routing)
 * waits between 1 and 120 seconds, whatever was asked.
 */
export function retryHintMs(
  headers: Readonly<Record<string, string>>,
  bodyHintMs: number | undefined,
  nowMs: number,
): number | undefined {
  return (
    numberIn(headers["retry-after-ms"], 1) ??
    numberIn(headers["retry-after"], 1000) ??
    untilDate(headers["retry-after"], nowMs) ??
    (bodyHintMs !== undefined && isDuration(bodyHintMs) ? bodyHintMs : undefined)
  );
}

function numberIn(text: string | undefined, unitMs: number): number | undefined {
  const trimmed = text?.trim();
  if (trimmed === undefined || !decimal.test(trimmed)) return undefined;
  const durationMs = Number(trimmed) * unitMs;
  return isDuration(durationMs) ? durationMs : undefined;
}

function untilDate(text: string | undefined, nowMs: number): number | undefined {
  const trimmed = text?.trim();
  if (trimmed === undefined || !weekday.test(trimmed)) return undefined;
  // The oldest form names no zone; all of them mean GMT.
  const atMs = Date.parse(trimmed.endsWith("GMT") ? trimmed : `${trimmed} GMT`);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
}

function isDuration(ms: number): boolean {
  return Number.isFinite(ms) && ms >= 0;
}
