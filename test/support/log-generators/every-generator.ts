import type { LogGenerator } from "./generated-log.ts";
import { helicone } from "./helicone.ts";
import { langfuseApi, langfuseClickhouse } from "./langfuse.ts";
import { litellmPayload } from "./litellm-payload.ts";
import { litellmSpend } from "./litellm-spend.ts";
import { openaiBatch, openaiEvals } from "./openai-batch.ts";
import { openinference } from "./openinference.ts";
import { openrouter } from "./openrouter.ts";
import { otelGenaiCurrent, otelGenaiLegacy } from "./otel-genai.ts";
import { portkeyCents, portkeyUsd } from "./portkey.ts";
import { tensorzeroNested, tensorzeroTables } from "./tensorzero.ts";
import { vllmSr } from "./vllm-sr.ts";

/** Every shape of every log format, each written by its generator. */
export const everyGenerator: readonly LogGenerator[] = [
  litellmSpend,
  litellmPayload,
  otelGenaiCurrent,
  otelGenaiLegacy,
  openinference,
  langfuseApi,
  langfuseClickhouse,
  openaiBatch,
  openaiEvals,
  helicone,
  tensorzeroNested,
  tensorzeroTables,
  vllmSr,
  portkeyUsd,
  portkeyCents,
  openrouter,
];
