import type { JsonObject } from "../../src/core/json.ts";
import type { ModelRequest } from "../../src/core/model-request.ts";
import type { Wire, WireClient, WireReply } from "../../src/providers/live/wire.ts";
import { aRequest } from "../support/a-model-request.ts";
import type { WireServer } from "./wire-server.ts";

/** How long a test waits for what comes, and for what never does. */
const PATIENCE_MS = 20_000;
const LITTLE_PATIENCE_MS = 400;

export interface Sent {
  readonly reply: WireReply | undefined;
  readonly error: unknown;
  readonly client: WireClient;
  readonly isAborted: boolean;
  /** How often each kind of progress was told. */
  readonly events: number;
  readonly tokens: number;
  readonly thoughts: number;
}

/** One call of a wire's own client, with the process's fetch and a deadline of the test. */
export async function sendOverWire(
  wire: Wire,
  server: WireServer,
  scenario: string,
  how: {
    readonly stream: boolean;
    readonly request?: ModelRequest;
    readonly parameters?: JsonObject;
    readonly isHopeless?: boolean;
  },
): Promise<Sent> {
  const client = await wire.connect({
    baseUrl: server.baseUrl(scenario, wire.family),
    apiKey: "test-key",
    fetch: (input, init) => fetch(input, { ...init, redirect: "error" }),
  });
  const request = how.request ?? aRequest({ maxOutputTokens: 200 });
  const body = wire.bodyOf({ model: "small", request, parameters: how.parameters ?? {} });
  const told = { events: 0, tokens: 0, thoughts: 0 };
  const signal = AbortSignal.timeout(how.isHopeless === true ? LITTLE_PATIENCE_MS : PATIENCE_MS);
  let reply: WireReply | undefined;
  let error: unknown;
  try {
    reply = await client.send(body, {
      stream: how.stream,
      signal,
      progress: {
        event: () => (told.events += 1),
        token: () => (told.tokens += 1),
        thought: () => (told.thoughts += 1),
      },
    });
  } catch (thrown) {
    error = thrown;
  }
  return { reply, error, client, isAborted: signal.aborted, ...told };
}

/** What became of a call, in a word: the kind of its result, or the error's status. */
export function endOf({ reply, error, client, isAborted }: Sent): string {
  if (isAborted) return "aborted";
  if (reply !== undefined) return reply.result.kind;
  const fault = client.faultOf(error);
  if (fault === undefined) return "no answer";
  return `error ${fault.httpStatus ?? fault.type}`;
}
