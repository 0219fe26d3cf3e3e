import type { GatewayEvidence } from "../../core/call-evidence.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";
import { nanoUsdFromUsd } from "../../core/money.ts";

/** What a gateway told of itself beside an answer; absent: it did not, or what it told is nonsense. */
export interface GatewayReading {
  readonly reportedCostNanoUsd?: number;
  /** Absent: nothing shows that the answer came through a gateway. */
  readonly gateway?: GatewayEvidence;
  readonly servedModel?: string;
}

/** A response's headers under lower-case names. */
type Headers = Readonly<Record<string, string>>;

/** No single call costs more: what says so is no cost. */
const MOST_USD = 1_000_000;

/**
 * Reads what gateways add to a response: headers of LiteLLM and Portkey, fields of OpenRouter. A
 * gateway in front of another adds to what that one told; what the outer says of itself wins.
 */
export function gatewayEvidence(headers: Headers, body: JsonObject | undefined): GatewayReading {
  const answer = answerIn(body);
  const inner = openRouter(answer);
  const middle = liteLlm(headers);
  const outer = portkey(headers);
  const told = [inner.gateway, middle.gateway, outer.gateway].filter((one) => one !== undefined);
  const cost = middle.reportedCostNanoUsd ?? inner.reportedCostNanoUsd;
  const servedModel = textOf(answer?.["model"]) ?? middle.servedModel;
  return {
    ...(cost !== undefined && { reportedCostNanoUsd: cost }),
    ...(told.length > 0 && { gateway: Object.assign({}, ...told) as GatewayEvidence }),
    ...(servedModel !== undefined && { servedModel }),
  };
}

/** The last event of a Responses stream holds the answer as its `response`. */
function answerIn(body: JsonObject | undefined): JsonObject | undefined {
  const nested = body?.["response"];
  return isJsonObject(nested) ? nested : body;
}

/** `provider` beside the model, and the cost in credits, which are dollars, in `usage`. */
function openRouter(answer: JsonObject | undefined): GatewayReading {
  const usage = answer?.["usage"];
  const cost = isJsonObject(usage) ? costOf(usage["cost"]) : undefined;
  const servedBy = textOf(answer?.["provider"]);
  return {
    ...(cost !== undefined && { reportedCostNanoUsd: cost }),
    ...(servedBy !== undefined && { gateway: { servedBy } }),
  };
}

/** A stream's headers go out before its cost is known. */
function liteLlm(headers: Headers): GatewayReading {
  if (!Object.keys(headers).some((name) => name.startsWith("x-litellm-"))) return {};
  const cost = costOf(headers["x-litellm-response-cost"]);
  const servedBy = textOf(headers["x-litellm-model-id"]);
  const retries = countOf(headers["x-litellm-attempted-retries"]);
  const fallbacks = countOf(headers["x-litellm-attempted-fallbacks"]);
  // After a fallback this is the group that was fallen back to; only of use where the body is mute.
  const group = textOf(headers["x-litellm-model-group"]);
  return {
    ...(cost !== undefined && { reportedCostNanoUsd: cost }),
    ...(group !== undefined && { servedModel: group }),
    gateway: {
      ...(servedBy !== undefined && { servedBy }),
      ...(retries !== undefined && { retries }),
      ...(fallbacks !== undefined && { fallbacks }),
    },
  };
}

/** It names the provider of the target that answered, and where in its configuration that stands. */
function portkey(headers: Headers): GatewayReading {
  const option = textOf(headers["x-portkey-last-used-option-index"]);
  if (option === undefined) return {};
  const servedBy = textOf(headers["x-portkey-provider"]);
  // -1 where all retries of its last target were spent: not a count.
  const retries = countOf(headers["x-portkey-retry-attempt-count"]);
  const fallbacks = targetsPassedOver(option);
  return {
    gateway: {
      ...(servedBy !== undefined && { servedBy }),
      ...(retries !== undefined && { retries }),
      ...(fallbacks !== undefined && { fallbacks }),
    },
  };
}

/** `config.targets[1]`, or nested `config.targets[0].targets[2]`: each index counts those before. */
function targetsPassedOver(option: string): number | undefined {
  if (!/^config(?:\.targets\[\d{1,6}\])*$/.test(option)) return undefined;
  let passed = 0;
  for (const [, index] of option.matchAll(/\[(\d+)\]/g)) passed += Number(index);
  return passed;
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

function costOf(value: JsonValue | undefined): number | undefined {
  const usd = typeof value === "string" ? decimalOf(value) : value;
  if (typeof usd !== "number" || !(usd >= 0 && usd <= MOST_USD)) return undefined;
  return nanoUsdFromUsd(usd);
}

/** Python writes small costs as `3.5e-05`. */
function decimalOf(text: string): number | undefined {
  return /^\s*\d+(?:\.\d+)?(?:e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : undefined;
}

function countOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*\d{1,6}\s*$/.test(text) ? Number(text) : undefined;
}
