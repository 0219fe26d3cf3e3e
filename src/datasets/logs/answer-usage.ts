import type { JsonObject } from "../../core/json.ts";
import type { Usage } from "../../core/usage.ts";
import type { LogReading } from "./log-format.ts";
import { objectNamed, namedFields, valueNamed } from "./named-fields.ts";
import { usageOf } from "./usage-basis.ts";

/**
 * The usage object of an answer's body: OpenAI's two forms count cached tokens within the input,
 * Anthropic's beside it, each under a name of its own.
 */
export function usageOfBody(usage: JsonObject, within: string, reading: LogReading): Usage {
  const { count } = namedFields(usage, within, reading);
  const inputDetails = objectNamed(usage, "prompt_tokens_details", "input_tokens_details");
  const outputDetails = objectNamed(usage, "completion_tokens_details", "output_tokens_details");
  const ofInput = namedFields(inputDetails, `${within}details.`, reading);
  const ofOutput = namedFields(outputDetails, `${within}details.`, reading);
  const anthropicRead = count("cache_read_input_tokens");
  const anthropicWrite = count("cache_creation_input_tokens");
  // Gateways give Anthropic's names beside OpenAI's count, which holds them.
  const isAnthropic =
    valueNamed(usage, "prompt_tokens") === undefined &&
    (anthropicRead !== undefined || anthropicWrite !== undefined);
  return usageOf(
    {
      input: count("prompt_tokens", "input_tokens"),
      cacheRead: anthropicRead ?? ofInput.count("cached_tokens") ?? count("cached_tokens"),
      cacheWrite: anthropicWrite ?? ofInput.count("cache_write_tokens"),
      output: count("completion_tokens", "output_tokens"),
      reasoning: ofOutput.count("reasoning_tokens"),
      basis: isAnthropic ? "outside" : "inside",
    },
    { cached: `${within}cached_tokens`, reasoning: `${within}reasoning_tokens` },
    reading.fault,
  );
}
