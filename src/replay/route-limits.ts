import { wasNeverSent, type ProviderReply } from "../core/provider.ts";
import type { Route } from "../core/route.ts";
import type { Usage } from "../core/usage.ts";
import { CoolDown } from "./cool-down.ts";
import { MinuteBudget } from "./minute-budget.ts";
import { WaitingLine, type WaitingRoom } from "./waiting-line.ts";

/** Waits shorter than this are rounding: adding them to a clock might not move it. */
const NO_WAIT_MS = 1e-6;

/** A call that a route's limits let through. */
export interface Admission {
  readonly sentAtMs: number;
  readonly waitedMs: number;
  /** Tokens that were set aside for it. */
  readonly tokens: number;
}

/** What one route may be sent: requests and tokens a minute, calls at once, pauses it asked for. */
export class RouteLimits {
  readonly #line: WaitingLine = new WaitingLine();
  readonly #requests: MinuteBudget | undefined;
  readonly #tokens: MinuteBudget | undefined;
  readonly #mostAtOnce: number;
  readonly #coolDown: CoolDown;
  #inFlight = 0;

  constructor(limits: Route["limits"], longestPauseMs: number) {
    const { requestsPerMinute, tokensPerMinute, maxConcurrency } = limits;
    if (requestsPerMinute !== undefined) this.#requests = new MinuteBudget(requestsPerMinute);
    if (tokensPerMinute !== undefined) this.#tokens = new MinuteBudget(tokensPerMinute);
    this.#mostAtOnce = maxConcurrency ?? Infinity;
    this.#coolDown = new CoolDown(longestPauseMs);
  }

  /** Waits its turn, then sets aside one request and the tokens; each admission is to be released. */
  async enter(tokens: number, room: WaitingRoom): Promise<Admission> {
    let sentAtMs = 0;
    const waitedMs = await this.#line.pass(() => {
      if (this.#inFlight >= this.#mostAtOnce) return Infinity;
      const nowMs = room.clock.nowMs();
      const waitMs = Math.max(
        this.#coolDown.waitMs(nowMs),
        this.#requests?.waitMs(1, nowMs) ?? 0,
        this.#tokens?.waitMs(tokens, nowMs) ?? 0,
      );
      if (waitMs > NO_WAIT_MS) return waitMs;
      this.#inFlight += 1;
      this.#requests?.take(1, nowMs);
      this.#tokens?.take(tokens, nowMs);
      sentAtMs = nowMs;
      return 0;
    }, room);
    return { sentAtMs, waitedMs, tokens };
  }

  /**
   * Gives the slot back and returns the pause that its provider asked for with this reply, if the
   * route was not at rest. Without a reply (the call was broken off) nothing is learned from it.
   */
  release(
    { sentAtMs, tokens }: Admission,
    reply: ProviderReply | undefined,
    nowMs: number,
  ): number {
    this.#inFlight -= 1;
    let pauseMs = 0;
    if (reply !== undefined && wasNeverSent(reply)) {
      // Its provider has counted nothing: a dead key's calls are not to wait for each other.
      this.#requests?.putBack(1);
      this.#tokens?.putBack(tokens);
    } else if (reply !== undefined) {
      pauseMs = this.#coolDown.learn(reply.result, sentAtMs, nowMs);
      const used = tokensOf(reply.usage);
      if (used !== undefined && used > tokens) this.#tokens?.take(used - tokens, nowMs);
      else if (used !== undefined) this.#tokens?.putBack(tokens - used);
    }
    this.#line.stir();
    return pauseMs;
  }
}

/** Absent: a part that every call has is not known, and the estimate stands. */
function tokensOf(usage: Usage): number | undefined {
  const { inputUncachedTokens, outputTokens } = usage;
  if (inputUncachedTokens === undefined || outputTokens === undefined) return undefined;
  const cached = (usage.inputCacheReadTokens ?? 0) + (usage.inputCacheWriteTokens ?? 0);
  return inputUncachedTokens + cached + outputTokens;
}
