import type { ClientOptions, OpenAI } from "openai";
import type { JsonObject, JsonValue } from "../../../core/json.ts";
import { isJsonObject } from "../../../core/json.ts";
import { vendorBaseUrls } from "../base-url.ts";
import type { WireFault, WireTarget } from "../wire.ts";

/** Far above every deadline of ours, so that the SDK never decides. */
const SDK_TIMEOUT_MS = 24 * 60 * 60 * 1000;

/** The SDK as both OpenAI wires use it. */
export interface OpenAiSdk {
  readonly client: OpenAI;
  readonly faultOf: (error: unknown) => WireFault | undefined;
}

/** A client that takes nothing from the environment and sends each request once. */
export async function openAiSdk(target: WireTarget): Promise<OpenAiSdk> {
  const { OpenAI: Sdk, APIError, APIConnectionError, APIUserAbortError } = await import("openai");
  /** The constructor lays OPENAI_CUSTOM_HEADERS over every request, and no option stops it. */
  class PlainOpenAi extends Sdk {
    constructor(options: ClientOptions) {
      super(options);
      this._options.defaultHeaders = target.headers;
    }
  }
  const client = new PlainOpenAi({
    apiKey: target.apiKey,
    baseURL: target.baseUrl ?? vendorBaseUrls.openai,
    fetch: target.fetch,
    maxRetries: 0,
    timeout: SDK_TIMEOUT_MS,
    logLevel: "off",
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
  });
  return {
    client,
    faultOf(error) {
      if (!(error instanceof APIError)) return undefined;
      // No answer of the provider: the connection failed, or was given up.
      if (error instanceof APIConnectionError || error instanceof APIUserAbortError) {
        return undefined;
      }
      const status: number | undefined = error.status;
      const body = error.error as JsonValue | undefined;
      const fault = faultOfBody(body, status, error.requestID ?? undefined);
      return fault.message === "" && !isJsonObject(body)
        ? { ...fault, message: error.message }
        : fault;
    },
  };
}

/**
 * What a call that asked for a stream got. Gateways answer some errors as one JSON document with
 * status 200, and a captive portal answers everything with a page.
 */
export function streamedAs(response: Response): "events" | "document" | "page" {
  const type = response.headers.get("content-type") ?? "";
  if (/json/i.test(type)) return "document";
  return /html|xml/i.test(type) ? "page" : "events";
}

/** The `error` of an OpenAI answer, whether it came with an error's status or inside a 200. */
export function faultOfBody(
  error: JsonValue | undefined,
  httpStatus: number | undefined,
  requestId: string | undefined,
): WireFault {
  const fields: JsonObject = isJsonObject(error) ? error : {};
  const { message } = fields;
  return {
    httpStatus,
    code: wordOf(fields["code"]),
    type: wordOf(fields["type"]),
    message: typeof error === "string" ? error : typeof message === "string" ? message : "",
    requestId,
    retryAfterMs: undefined,
    isQuota: false,
  };
}

/** Gateways write numbers where OpenAI writes words. */
function wordOf(value: JsonValue | undefined): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}
