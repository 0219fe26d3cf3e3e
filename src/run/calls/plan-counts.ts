import type { Problem } from "../../core/problem.ts";
import type { ReplayRecord } from "../../core/replay-record.ts";
import type { Route } from "../../core/route.ts";
import type { CallCosts } from "./call-costs.ts";

/** Calls of one route, counted before any of them. */
export interface RouteCalls {
  readonly calls: number;
  /** If every answer is as long as it may be. */
  readonly worstNanoUsd: number;
}

/** Adds up planned calls by their route, each as often as the run repeats it. */
export class PlanCounts {
  readonly routes: Map<string, RouteCalls> = new Map<string, RouteCalls>();
  readonly #worstCaseOf: CallCosts["worstCaseOf"];
  readonly #repeats: number;
  readonly #unbounded = new Map<string, Problem>();

  constructor({ worstCaseOf }: Pick<CallCosts, "worstCaseOf">, repeats: number) {
    this.#worstCaseOf = worstCaseOf;
    this.#repeats = repeats;
  }

  /** Notes a route whose call could not be held to a cap, with the first such record. */
  bound(route: Route, record: ReplayRecord): void {
    const worst = this.#worstCaseOf(route, record);
    if (worst.kind === "bounded" || this.#unbounded.has(route.name)) return;
    this.#unbounded.set(route.name, unboundedProblem(route, record, worst.because));
  }

  count(route: Route, record: ReplayRecord): void {
    const { calls = 0, worstNanoUsd = 0 } = this.routes.get(route.name) ?? {};
    this.routes.set(route.name, {
      calls: calls + this.#repeats,
      worstNanoUsd: worstNanoUsd + this.#worstNanoUsd(route, record) * this.#repeats,
    });
  }

  /** The route whose call may cost the most; absent: there is none. */
  dearestOf(routes: readonly Route[], record: ReplayRecord): Route | undefined {
    let dearest: Route | undefined;
    let most = -1;
    for (const route of routes) {
      const nanoUsd = this.#worstNanoUsd(route, record);
      if (nanoUsd > most) [dearest, most] = [route, nanoUsd];
    }
    return dearest;
  }

  get problems(): readonly Problem[] {
    return [...this.#unbounded.values()];
  }

  #worstNanoUsd(route: Route, record: ReplayRecord): number {
    const worst = this.#worstCaseOf(route, record);
    return worst.kind === "bounded" ? worst.nanoUsd : 0;
  }
}

function unboundedProblem({ name }: Route, { id, source }: ReplayRecord, because: string): Problem {
  return {
    file: undefined,
    line: undefined,
    column: undefined,
    message: `route "${name}" may cost any amount (record "${id}", ${source}): ${because}`,
    hint: "it needs max_output_tokens and a price, its own or one of --prices FILE",
  };
}
