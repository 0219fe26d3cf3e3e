const DAY_MS = 86_400_000;

/** The start of this day in UTC, in milliseconds since 1970: commands of one day agree. */
export function today(): number {
  const nowMs = Date.now();
  return nowMs - (nowMs % DAY_MS);
}
