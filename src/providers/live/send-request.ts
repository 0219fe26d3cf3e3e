import { Readable } from "node:stream";
import type { Dispatcher } from "undici";
import { unpackedBody } from "./unpacked-body.ts";

/** What came back, with its body still on the wire. */
export type Received = Pick<Dispatcher.ResponseData, "statusCode" | "headers" | "body">;

/** As the web's own fetch asks, so that servers pack for us as they do for other clients. */
const ENCODINGS = "gzip, deflate, br";

/** Statuses whose answer has no body, and must be given none. */
const bodiless: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * Sends what an SDK gives to its fetch, as undici's plain request: the web's own fetch takes as
 * much of the processor as the rest of a call together. Rejects with undici's error, or with the
 * signal's reason.
 */
export function sendRequest(
  dispatcher: Dispatcher,
  input: string | URL | Request,
  init: RequestInit = {},
): Promise<Received> {
  if (input instanceof Request) throw new TypeError("a Request as an object is not sent");
  const { origin, pathname, search } = new URL(input);
  const headers = new Headers(init.headers);
  if (!headers.has("accept-encoding")) headers.set("accept-encoding", ENCODINGS);
  return dispatcher.request({
    origin,
    path: `${pathname}${search}`,
    method: (init.method ?? "GET") as Dispatcher.HttpMethod,
    headers,
    body: bodyOf(init),
    signal: init.signal ?? null,
  });
}

/** The whole answer, read to its end; one that is packed is not unpacked. */
export async function wholeResponse(received: Received): Promise<Response> {
  const bytes = await received.body.bytes();
  return new Response(isBodiless(received) ? null : bytes, headOf(received));
}

/** An answer whose body is unpacked and read as it comes. */
export function streamedResponse(received: Received): Response {
  if (isBodiless(received)) {
    giveUp(received);
    return new Response(null, headOf(received));
  }
  const head = headOf(received);
  const body = unpackedBody(received.body, head.headers["content-encoding"]);
  return new Response(Readable.toWeb(body), head);
}

/** Nobody wants the rest: its connection is closed. */
export function giveUp({ body }: Received): void {
  body.on("error", () => undefined).destroy();
}

/** Names in lower case; a header that came more than once is one text. */
export function headersOf({ headers }: Received): Readonly<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) texts[name] = typeof value === "string" ? value : value.join(", ");
  }
  return texts;
}

function headOf(received: Received) {
  return { status: received.statusCode, headers: headersOf(received) };
}

function isBodiless({ statusCode }: Received): boolean {
  return bodiless.has(statusCode);
}

function bodyOf({ body }: RequestInit): string | Uint8Array | null {
  if (body === undefined || body === null) return null;
  if (typeof body === "string" || body instanceof Uint8Array) return body;
  throw new TypeError("a body that is neither text nor bytes is not sent");
}
