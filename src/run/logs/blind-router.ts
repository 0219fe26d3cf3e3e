import type { Decision } from "../../core/decision.ts";
import type { ModelRequest } from "../../core/model-request.ts";
import type { RequestView } from "../../core/request-view.ts";
import type { Router } from "../../core/router.ts";
import type { Step } from "../../core/step.ts";

const unread: Step = { kind: "not_covered", because: "redacted" };

/**
 * A policy at work on a request log that does not keep every prompt. Whatever it does is followed
 * as long as it does not look at a text that is not there: where it does, nobody knows what it
 * would have done, and the record is not covered. A rule on tags decides as ever.
 */
export function blindRouter(router: Router): Router {
  const watched = new WeakMap<RequestView, WatchedView>();
  const watchedViewOf = (view: RequestView): WatchedView => {
    let found = watched.get(view);
    if (found === undefined) {
      found = new WatchedView(view);
      watched.set(view, found);
    }
    return found;
  };
  return {
    memory: router.memory,
    advice: router.advice,
    ceilingKeys: (view) => router.ceilingKeys(view),
    decide(view, signals) {
      if (!lacksPrompt(view.request)) return router.decide(view, signals);
      // A module is handed the whole request, and what it looked at nobody knows.
      if (router.advice?.kind === "module") return undecided;
      const seen = watchedViewOf(view);
      const decision = seen.watch(() => router.decide(seen.view, signals));
      return decision ?? undecided;
    },
    next(view, decision, soFar, signals) {
      if (decision === undecided) return unread;
      if (!lacksPrompt(view.request)) return router.next(view, decision, soFar, signals);
      const seen = watchedViewOf(view);
      return seen.watch(() => router.next(seen.view, decision, soFar, signals)) ?? unread;
    },
  };
}

const undecided: Decision = {
  route: undefined,
  because: "the policy reads the prompt, and the log does not keep it",
  chain: [],
  considered: [],
  review: [],
};

function lacksPrompt({ isRedacted, messages }: ModelRequest): boolean {
  return isRedacted === true || messages.length === 0;
}

/** A record without its prompt, that tells whether anybody asked for it. */
class WatchedView {
  readonly view: RequestView;
  #wasRead = false;

  constructor(view: RequestView) {
    const noteRead = (): void => {
      this.#wasRead = true;
    };
    const request: ModelRequest = {
      ...view.request,
      isRedacted: true,
      get messages() {
        noteRead();
        return [];
      },
    };
    this.view = { ...view, request };
  }

  /** What `work` gives; undefined: it looked at the prompt, whatever it made of that. */
  watch<Result>(work: () => Result): Result | undefined {
    this.#wasRead = false;
    let result: Result;
    try {
      result = work();
    } catch (error) {
      if (this.#wasRead) return undefined;
      throw error;
    }
    return this.#wasRead ? undefined : result;
  }
}
