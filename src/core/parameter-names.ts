/** What a registry may say in `parameters`, in our words, whichever wires have them. */
export const parameterNames: readonly string[] = [
  "temperature",
  "top_p",
  "top_k",
  "max_output_tokens",
  "reasoning_effort",
  "thinking_budget_tokens",
  "seed",
  "stop",
  "service_tier",
  "prompt_cache",
  "prompt_cache_key",
  "api_version",
  "anthropic_version",
  "tool_choice",
  "extra_body",
  "extra_headers",
];
