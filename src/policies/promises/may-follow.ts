import type { PolicyShape } from "../shapes/policy-shape.ts";

/** Whether a document's lists of fallbacks let a route be one. */
export function mayFollow(route: string, { fallback = {} }: PolicyShape): boolean {
  const { allowed_fallbacks: allowed, blocked_fallbacks: blocked } = fallback;
  return blocked?.includes(route) !== true && allowed?.includes(route) !== false;
}
