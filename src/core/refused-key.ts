/** A key that its provider refused, by the name of its variable; null: none was sent. */
export interface RefusedKey {
  readonly variable: string | null;
  /** The routes that were refused with it. */
  readonly routes: readonly string[];
}

/** `the key in OPENAI_API_KEY was refused (route big)`. */
export function refusalText({ variable, routes }: RefusedKey): string {
  const what = variable === null ? "a call without a key" : `the key in ${variable}`;
  return `${what} was refused (${routes.length === 1 ? "route" : "routes"} ${routes.join(", ")})`;
}
