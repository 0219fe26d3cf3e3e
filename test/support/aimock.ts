import { LLMock, type ChatCompletionRequest, type JournalEntry } from "@copilotkit/aimock";
import { parityIn } from "./parity-workspace.ts";

/** An aimock server that knows the parity of numbers. */
export interface ParityMock {
  readonly mock: LLMock;
  readonly url: string;
  /** Chat, Responses, Messages and generateContent requests in the order of their arrival. */
  readonly journal: () => readonly JournalEntry[];
}

/** What its OpenRouter surface says that one call has cost. */
export const REPORTED_USD = 0.001;

/** What one answer to a prompt counts, whichever wire it goes over. */
export function tokensOf(prompt: string): { readonly input: number; readonly output: number } {
  return { input: 10 + prompt.length, output: parityIn(prompt).length };
}

/** The prompt of a request, as the journal keeps it for all wires alike. */
export function promptOf(request: ChatCompletionRequest): string {
  return JSON.stringify(request.messages.at(-1)?.content ?? "").slice(1, -1);
}

export async function startParityMock(): Promise<ParityMock> {
  const mock = new LLMock({ port: 0, host: "127.0.0.1", journalMaxEntries: 0 });
  mock.on({ userMessage: "number" }, (request) => {
    const prompt = promptOf(request);
    const { input, output } = tokensOf(prompt);
    // Each wire takes the counts that it has a name for.
    const usage = {
      prompt_tokens: input,
      completion_tokens: output,
      input_tokens: input,
      output_tokens: output,
      promptTokenCount: input,
      candidatesTokenCount: output,
      cost: REPORTED_USD,
    };
    return { content: parityIn(prompt), usage };
  });
  await mock.start();
  return { mock, url: mock.url, journal: () => mock.getRequests() };
}

/** Routes to all of its surfaces, each of which asks for a model of its own. */
export function aimockRegistry(url: string): string {
  const route = (name: string, wire: string, price: string) => `
  ${name}:
    ${wire}
    model: m-${name}
    api_key_env: TEST_AIMOCK_KEY
    price: {${price}}`;
  return `routes:${[
    route(
      "chat",
      `provider: openai
    endpoint_family: openai
    base_url: ${url}/v1
    parameters: {max_output_tokens: 20}`,
      "input_per_mtok_usd: 1, output_per_mtok_usd: 4",
    ),
    route(
      "responses",
      `provider: openai
    base_url: ${url}/v1
    parameters: {max_output_tokens: 20}`,
      "input_per_mtok_usd: 2, output_per_mtok_usd: 8",
    ),
    route(
      "messages",
      `provider: anthropic
    base_url: ${url}
    parameters: {max_output_tokens: 20}`,
      "input_per_mtok_usd: 3, output_per_mtok_usd: 15",
    ),
    // It serves Gemini under v1beta alone; Google serves both.
    route(
      "gemini",
      `provider: google
    base_url: ${url}
    parameters: {max_output_tokens: 20, api_version: v1beta}`,
      "input_per_mtok_usd: 0.3, output_per_mtok_usd: 2.5",
    ),
  ].join("")}
`;
}

/** A policy that sends each lane over another wire; `latency` is what else it says of time. */
export function lanesPolicy(latency = ""): string {
  return `policy_name: lanes
route_selection:
  strategy: rules
  primary_route: chat
  rules:
    - {when: 'tags.lane == "1"', route: responses}
    - {when: 'tags.lane == "2"', route: messages}
    - {when: 'tags.lane == "3"', route: gemini}
latency: {timeout_ms: 20000${latency}}
fallback: {max_attempts: 2, retry_same_route_once: [transient_error]}
promotion: {gates: [{metric: acceptance_rate, max_drop: 0.1}]}
`;
}

/** Everything over the chat wire. */
export const chatPolicy = `policy_name: chat
route_selection: {strategy: pinned, primary_route: chat}
latency: {timeout_ms: 20000}
fallback: {max_attempts: 2, retry_same_route_once: [transient_error]}
`;
