import { unitInterval } from "../../src/core/seed.ts";

/** What one side of a split serves; every share is 0..1. */
export interface LogSide {
  readonly name: string;
  readonly requests: number;
  /** Share of answers that say "done", which is what the grader asks for. */
  readonly accepted: number;
  /** Share of requests that end in a failure. */
  readonly failing?: number;
  readonly costUsd?: number;
  readonly latencyMs?: number;
  /** Share of requests of the intent `billing`; the others are `how_to`. */
  readonly billing?: number;
  /** How much likelier than the others a request of `billing` is not accepted. */
  readonly billingLoss?: number;
  /** Words in a prompt. */
  readonly words?: number;
  readonly model?: string;
  /** Requests in a conversation that ends alike in all of them; absent: each stands alone. */
  readonly conversation?: number;
  readonly text?: (index: number) => string;
}

/** Lines of a LiteLLM log (StandardLoggingPayload) of one side. */
export function* linesOfSide(side: LogSide): Generator<string> {
  const { name, requests, conversation = 1 } = side;
  for (let index = 0; index < requests; index += 1) {
    const talk = Math.floor(index / conversation);
    const draw = (what: string): number => unitInterval(`${name}/${talk}/${what}`);
    const own = (what: string): number => unitInterval(`${name}/${index}/own/${what}`);
    const isBilling = draw("intent") < (side.billing ?? 0.3);
    const chance = side.accepted - (isBilling ? (side.billingLoss ?? 0) : 0);
    const isFailure = own("fails") < (side.failing ?? 0);
    const startS = 1_790_000_000 + (index * 86_400) / requests;
    const latencyS = ((side.latencyMs ?? 900) * (0.5 + own("latency"))) / 1000;
    const model = side.model ?? "large-model";
    yield JSON.stringify({
      id: `${name}-${index}`,
      trace_id: `${name}-t${talk}`,
      litellm_call_id: `${name}-call-${index}`,
      call_type: "acompletion",
      stream: false,
      status: isFailure ? "failure" : "success",
      startTime: startS,
      endTime: startS + latencyS,
      completionStartTime: startS + latencyS,
      model,
      model_group: model === "large-model" ? "strong" : "weak",
      custom_llm_provider: "openai",
      prompt_tokens: 120,
      completion_tokens: isFailure ? 0 : 40,
      response_cost: isFailure ? 0 : (side.costUsd ?? 0.002) * (0.8 + 0.4 * own("cost")),
      messages: [
        {
          role: "user",
          content: side.text?.(index) ?? `${"word ".repeat(side.words ?? 20)}${index}`,
        },
      ],
      response: isFailure
        ? null
        : {
            choices: [
              {
                message: {
                  role: "assistant",
                  content: draw("accepted") < chance ? "it is done" : "no idea",
                },
                finish_reason: "stop",
              },
            ],
          },
      metadata: { requester_metadata: { intent: isBilling ? "billing" : "how_to" } },
      ...(isFailure && {
        error_str: "server error",
        error_information: { error_code: "500", error_class: "InternalServerError" },
      }),
    });
  }
}

/** A manifest over the lines of a side. */
export function sideManifest(name: string, file: string, group: string | undefined): string {
  return `dataset: ${name}
kind: log
source: {path: ${file}, format: litellm}
record:
  tags: {intent: metadata.requester_metadata.intent}
${group === undefined ? "" : `  group: ${group}\n`}log: {fold: none}
scoring:
  - {grader: regex, pattern: done}
`;
}

export const SIDE_REGISTRY = `routes:
  strong: {provider: openai, model: large-model, price: {input_per_mtok_usd: 2.5, output_per_mtok_usd: 10}}
  weak: {provider: openai, model: small-model, price: {input_per_mtok_usd: 0.15, output_per_mtok_usd: 0.6}}
`;

/** A policy with gates that a canary has to pass. */
export function gatePolicy(gates: string): string {
  return `policy_name: canary_gates
registry: registry.yaml
route_selection: {strategy: pinned, primary_route: strong}
promotion:
  gates:
${gates}
`;
}
