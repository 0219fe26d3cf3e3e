/** What one attempt sent over HTTP and what came back, as far as it has come. */
export interface Exchange {
  /** Calls of fetch by the SDK: one attempt is one request, every other is refused unsent. */
  readonly requests: number;
  /** Milliseconds of the clock when the request left; absent: it never did. */
  readonly sentAtMs: number | undefined;
  readonly headersAtMs: number | undefined;
  readonly status: number | undefined;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whether it was the first to use its connection; absent: it never left. */
  readonly openedConnection: boolean | undefined;
  /** Why the answer was given up before its end: its decoded body went beyond a cap. */
  readonly excess: string | undefined;
}

/** The same while it is being written. */
export type OpenExchange = {
  -readonly [Field in keyof Exchange]: Exchange[Field];
} & { readonly nowMs: () => number };

export function openExchange(nowMs: () => number): OpenExchange {
  return {
    nowMs,
    requests: 0,
    sentAtMs: undefined,
    headersAtMs: undefined,
    status: undefined,
    headers: {},
    openedConnection: undefined,
    excess: undefined,
  };
}
