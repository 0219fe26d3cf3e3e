const DAY_MS = 86_400_000;

/** The UTC day of a moment as an export writes it: a day, ISO 8601 with its zone, or epoch seconds. */
export function invoiceDay(text: string): string | undefined {
  const moment = invoiceMoment(text);
  return moment === undefined ? undefined : dayOf(moment);
}

/** The same in milliseconds since 1970. A time without a zone is UTC, as exports mean it. */
export function invoiceMoment(text: string): number | undefined {
  const trimmed = text.trim();
  if (/^\d{9,11}$/.test(trimmed)) return Number(trimmed) * 1000;
  const match =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?) ?(Z|UTC|[+-]\d{2}:?\d{2})?)?$/.exec(
      trimmed,
    );
  if (match === null) return undefined;
  const [, day = "", time = "00:00", zone = "Z"] = match;
  const ms = Date.parse(`${day}T${time}${zone === "UTC" ? "Z" : zone}`);
  return Number.isNaN(ms) ? undefined : ms;
}

export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** Whether a span is longer than a day: what lies within it belongs to no day in particular. */
export function isLongerThanDay(fromMs: number, toMs: number): boolean {
  return toMs - fromMs > DAY_MS;
}
