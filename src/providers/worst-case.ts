import type { JsonValue } from "../core/json.ts";
import { nanoUsdFromUsd } from "../core/money.ts";
import type { ModelRequest } from "../core/model-request.ts";
import type { Price, Route, TokenPrices } from "../core/route.ts";
import { boundWithExtraBody, extraBodyOf, unmeasuredField } from "./extra-body-bounds.ts";
import { multiplierOf } from "./price-in-force.ts";

/** What a provider wraps around each message (its role, its marks) costs fewer tokens than this. */
const TOKENS_PER_MESSAGE = 32;
/** Providers put a prompt of their own before tools and answer schemas: some hundreds of tokens. */
const TOKENS_OF_HIDDEN_PROMPT = 1024;

/** The most that an attempt may cost, or why there is no such figure. */
export type WorstCase =
  | { readonly kind: "bounded"; readonly nanoUsd: number }
  | { readonly kind: "unbounded"; readonly because: string };

/**
 * An upper bound of what one attempt costs, before it is sent, in whole nano-dollars rounded up.
 * A token is at least one byte, so a text prompt has at most as many tokens as its body has UTF-8
 * bytes, and what the provider adds of its own. They are taken at the dearest price that such an
 * input can have, the answer at its full length.
 */
export function worstCase(
  route: Route,
  asked: { readonly request: ModelRequest; readonly bodyBytes: number },
): WorstCase {
  const { price } = route;
  if (price === undefined) return unbounded("it has no price");
  const multiplier = dearestMultiplier(route, price);
  if (typeof multiplier === "string") return unbounded(multiplier);
  if (isPerRequestAlone(price)) return bounded(0n, price.perRequestNanoUsd, multiplier);

  const outputTokens = outputBound(route, asked.request);
  if (outputTokens === undefined) {
    return unbounded("nothing limits its answer: no max_output_tokens in the route or the record");
  }
  const unmeasured = unmeasuredField(route);
  if (unmeasured !== undefined) {
    return unbounded(`extra_body.${unmeasured} brings tokens that its size does not tell`);
  }
  if (asked.request.messages.some(({ content }) => !isText(content))) {
    return unbounded("a message holds more than text, whose tokens its size does not tell");
  }
  const inputTokens = inputBound(asked);
  let most = 0n;
  for (const prices of reachable(price, inputTokens)) {
    const input = dearestInput(prices);
    if (input === undefined || prices.outputNanoUsdPerMtok === undefined) {
      return unbounded("its price does not cover both input and output");
    }
    const sum =
      BigInt(inputTokens) * BigInt(input) +
      BigInt(outputTokens) * BigInt(prices.outputNanoUsdPerMtok);
    if (sum > most) most = sum;
  }
  return bounded(most, price.perRequestNanoUsd, multiplier);
}

function unbounded(because: string): WorstCase {
  return { kind: "unbounded", because };
}

/** Rounded up: a bound that is short by a fraction is none. */
function bounded(millionths: bigint, perRequestNanoUsd: number, multiplier: number): WorstCase {
  const sum = millionths + BigInt(perRequestNanoUsd) * 1_000_000n;
  const divisor = 1_000_000n * 1_000_000_000n;
  const multiplied = sum * BigInt(nanoUsdFromUsd(multiplier));
  return { kind: "bounded", nanoUsd: Number((multiplied + divisor - 1n) / divisor) };
}

/** Tiers asked for that rule out all others. */
const plainTiers: ReadonlySet<string> = new Set(["default", "standard", "standard_only"]);

/**
 * A provider may serve another tier than it was asked for, and picks one by itself where it was
 * not asked: only the plain tier rules out the dearer ones.
 */
function dearestMultiplier(route: Route, price: Price): number | string {
  const extra = extraBodyOf(route);
  const asked = [
    route.parameters["service_tier"],
    ...["service_tier", "serviceTier", "speed"].map((field) => extra[field]),
  ].filter((tier) => typeof tier === "string");
  const special = asked.filter((tier) => !plainTiers.has(tier));
  const unknown = special.find((tier) => multiplierOf(price, tier) === undefined);
  if (unknown !== undefined) return `its price has no multiplier for "${unknown}"`;
  if (asked.length > 0 && special.length === 0) return 1;
  return Math.max(1, ...Object.values(price.multipliers ?? {}));
}

function isPerRequestAlone(price: Price): boolean {
  return [price, ...(price.tiers ?? [])].every(
    (prices) => dearestInput(prices) === undefined && prices.outputNanoUsdPerMtok === undefined,
  );
}

function outputBound(route: Route, { maxOutputTokens }: ModelRequest): number | undefined {
  const ofRoute = route.parameters["max_output_tokens"];
  const limits = [maxOutputTokens, ofRoute].filter((limit) => typeof limit === "number");
  const said = limits.length === 0 ? undefined : Math.ceil(Math.min(...limits));
  return boundWithExtraBody(route, said);
}

function inputBound(asked: { readonly request: ModelRequest; readonly bodyBytes: number }): number {
  const { messages, tools, responseSchema } = asked.request;
  const isPrompted = tools.length > 0 || responseSchema !== undefined;
  return (
    asked.bodyBytes +
    // One more than the messages: the answer's own beginning is wrapped as well.
    TOKENS_PER_MESSAGE * (messages.length + 1) +
    (isPrompted ? TOKENS_OF_HIDDEN_PROMPT : 0)
  );
}

/** The prices that an input of at most this many tokens can have. */
function reachable(price: Price, inputTokens: number): readonly TokenPrices[] {
  const tiers = price.tiers ?? [];
  return [price, ...tiers.filter(({ aboveInputTokens }) => inputTokens > aboveInputTokens)];
}

function dearestInput(prices: TokenPrices): number | undefined {
  const known = [
    prices.inputNanoUsdPerMtok,
    prices.cachedInputNanoUsdPerMtok,
    prices.cacheWriteNanoUsdPerMtok,
    prices.cacheWriteLongNanoUsdPerMtok,
  ].filter((perMtok) => perMtok !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}

/** Parts of other kinds (images, files) weigh what the provider makes of them. */
function isText(content: JsonValue): boolean {
  if (typeof content === "string" || content === null) return true;
  const parts: readonly JsonValue[] = Array.isArray(content) ? content : [content];
  return parts.every((part) => {
    if (typeof part === "string") return true;
    if (typeof part !== "object" || part === null || Array.isArray(part)) return false;
    const { type, content: inner } = part as Readonly<Record<string, JsonValue | undefined>>;
    if (type === "tool_result") return inner === undefined || isText(inner);
    return typeof type === "string" && textualTypes.has(type);
  });
}

const textualTypes: ReadonlySet<string> = new Set([
  "text",
  "input_text",
  "output_text",
  "refusal",
  "tool_use",
  "tool_call",
]);
