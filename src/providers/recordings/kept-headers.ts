/**
 * Response headers that may be kept, in lower case: what a limit allows, what names a request in a
 * provider's support, what a model or a gateway says of its work and its price. Everything else is
 * dropped, above all what names an organisation or an account, and cookies.
 */
const keptNames: ReadonlySet<string> = new Set([
  "content-type",
  "retry-after",
  "retry-after-ms",
  "x-should-retry",
  // What names the request.
  "request-id",
  "x-request-id",
  "apim-request-id",
  "x-goog-request-id",
  "x-generation-id",
  "x-litellm-call-id",
  "x-portkey-trace-id",
  "cf-aig-log-id",
  // How long it took, and who served it.
  "openai-processing-ms",
  "openai-model",
  "openai-version",
  "anthropic-version",
  "x-gemini-service-tier",
  "x-litellm-model-id",
  "x-litellm-model-group",
  "x-litellm-version",
  "x-litellm-response-cost",
  "x-litellm-response-cost-original",
  "x-litellm-response-duration-ms",
  "x-litellm-overhead-duration-ms",
  "x-litellm-attempted-retries",
  "x-litellm-attempted-fallbacks",
  "x-portkey-provider",
  "x-portkey-cache-status",
  "x-portkey-retry-attempt-count",
  "x-portkey-last-used-option-index",
  "cf-aig-cache-status",
  "cf-aig-model",
  "cf-aig-provider",
  "cf-aig-step",
]);

/** OpenAI's and its imitators', Anthropic's, and both as LiteLLM hands them on. */
const limitName =
  /^(?:llm_provider-)?(?:x-ratelimit-(?:limit|remaining|reset)(?:-(?:requests|tokens))?|anthropic-ratelimit-(?:requests|tokens|input-tokens|output-tokens)-(?:limit|remaining|reset))$/;

/** No limit, id or price is longer; what is, was put there for something else. */
const MOST_CHARS = 256;

/** The headers of the allow-list by lower-case name, in order of name; absent: there are none. */
export function keptHeaders(
  headers: Iterable<readonly [string, string]>,
): Readonly<Record<string, string>> | undefined {
  const kept: [string, string][] = [];
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    if (value.length > MOST_CHARS || !(keptNames.has(lower) || limitName.test(lower))) continue;
    kept.push([lower, value]);
  }
  if (kept.length === 0) return undefined;
  return Object.fromEntries(kept.sort(([one], [other]) => (one < other ? -1 : 1)));
}
