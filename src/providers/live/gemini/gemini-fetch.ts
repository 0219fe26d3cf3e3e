import { withShortEvents } from "./gemini-events.ts";

/** What the SDK does not hand on of one answer. */
export interface KeptAnswer {
  /** The body of a good answer that is no stream of events; absent: there was none. */
  text: string | undefined;
  /** Whether a stream was given up for an event that did not end. */
  isOverlong: boolean;
  requestId: string | undefined;
  serviceTier: string | undefined;
}

/**
 * A fetch for one call that keeps what Google's SDK drops: headers, and the body of a good answer,
 * in which an error may stand.
 */
export function keepingFetch(fetch: typeof globalThis.fetch): {
  readonly fetch: typeof globalThis.fetch;
  readonly kept: KeptAnswer;
} {
  const kept: KeptAnswer = {
    text: undefined,
    isOverlong: false,
    requestId: undefined,
    serviceTier: undefined,
  };
  return {
    kept,
    async fetch(input, init) {
      const response = await fetch(input, init);
      const { status, statusText, headers, ok } = response;
      kept.requestId = headers.get("x-goog-request-id") ?? headers.get("x-request-id") ?? undefined;
      kept.serviceTier = headers.get("x-gemini-service-tier") ?? undefined;
      const isStream = headers.get("content-type")?.includes("text/event-stream") === true;
      if (!ok) return response;
      if (isStream && response.body !== null) {
        const events = withShortEvents(response.body, () => {
          kept.isOverlong = true;
        });
        return new Response(events, { status, statusText, headers });
      }
      kept.text = await response.text();
      return new Response(kept.text, { status, statusText, headers });
    },
  };
}
