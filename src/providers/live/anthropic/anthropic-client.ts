import type { MessageCreateParamsNonStreaming } from "@anthropic-ai/sdk/resources/messages";
import type { Anthropic } from "@anthropic-ai/sdk";
import type { JsonValue } from "../../../core/json.ts";
import { anthropicFault } from "./anthropic-fault.ts";
import { readMessage, type MessageHeaders } from "./anthropic-answer.ts";
import { readMessageStream } from "./anthropic-stream.ts";
import { vendorBaseUrls } from "../base-url.ts";
import { parsedOrText } from "../json-fields.ts";
import type { WireClient, WireTarget } from "../wire.ts";

/** Long enough never to decide: the caller has deadlines of its own. As long as timers can be. */
const NEVER_MS = 2 ** 31 - 1;

/** Connects the official SDK with everything that it would otherwise take from its environment. */
export async function connectAnthropic(target: WireTarget): Promise<WireClient> {
  const sdk = await import("@anthropic-ai/sdk");
  const client = new sdk.Anthropic({
    apiKey: target.apiKey,
    webhookKey: null,
    baseURL: target.baseUrl ?? vendorBaseUrls.anthropic,
    fetch: target.fetch,
    maxRetries: 0,
    timeout: NEVER_MS,
    logLevel: "off",
    openTelemetry: false,
  });
  forgetEnvironmentHeaders(client);
  return {
    async send(body, { stream, signal, progress }) {
      const { anthropic_version: version, ...rest } = body;
      const params = rest as unknown as MessageCreateParamsNonStreaming;
      const options = {
        signal,
        ...(typeof version === "string" && { headers: { "anthropic-version": version } }),
      };
      if (!stream) {
        const response = await client.messages.create(params, options).asResponse();
        return readMessage(await bodyOf(response), headersOf(response));
      }
      const streamed = client.messages.create({ ...params, stream: true }, options);
      const { data, response } = await streamed.withResponse();
      // Servers that fail after they have said 200 may answer as if no stream had been asked for.
      if (!isEventStream(response)) return readMessage(await bodyOf(response), headersOf(response));
      return readMessageStream(data, headersOf(response), progress);
    },
    faultOf: (error) => (error instanceof sdk.APIError ? anthropicFault(error) : undefined),
  };
}

/** `ANTHROPIC_CUSTOM_HEADERS` goes into every client, and no option keeps it out. */
function forgetEnvironmentHeaders(client: Anthropic): void {
  const options: unknown = Reflect.get(client, "_options");
  if (typeof options === "object" && options !== null) Reflect.set(options, "defaultHeaders", {});
}

/** Not the SDK's own reading: it takes a page of HTML for an answer. */
async function bodyOf(response: Response): Promise<JsonValue> {
  return parsedOrText(await response.text());
}

function isEventStream(response: Response): boolean {
  return response.headers.get("content-type")?.includes("text/event-stream") === true;
}

function headersOf(response: Response): MessageHeaders {
  return { requestId: response.headers.get("request-id") ?? undefined };
}
