import { helicone } from "./helicone.ts";
import { langfuse } from "./langfuse.ts";
import { litellm } from "./litellm.ts";
import type { LogFormat, LogFormatName } from "./log-format.ts";
import { openai } from "./openai.ts";
import { openinference } from "./openinference.ts";
import { openrouter } from "./openrouter.ts";
import { otelGenai } from "./otel-genai.ts";
import { portkey } from "./portkey.ts";
import { routeproof } from "./routeproof.ts";
import { tensorzero } from "./tensorzero.ts";
import { vllmSr } from "./vllm-sr.ts";

/** Every log format that is read: one file and one line each. */
export const logFormats: Readonly<Partial<Record<LogFormatName, LogFormat>>> = {
  litellm,
  "otel-genai": otelGenai,
  langfuse,
  openai,
  helicone,
  openinference,
  tensorzero,
  "vllm-sr": vllmSr,
  portkey,
  openrouter,
  routeproof,
};
