import type { Attempt } from "../core/attempt.ts";
import type { FailureKind } from "../core/failure.ts";

/**
 * Attempts by the route they were made on. A plain outcome's latency stands in its own column
 * already; only the attempts of the others are kept here.
 */
export class AttemptSamples {
  readonly #latencies = new Map<number, number[]>();
  readonly #unknown = new Map<number, number>();
  readonly #errors = new Map<number, Map<FailureKind, number>>();

  addLatency(route: number, latencyMs: number | undefined): void {
    if (latencyMs === undefined) {
      this.#unknown.set(route, this.unknownOf(route) + 1);
      return;
    }
    const list = this.#latencies.get(route);
    if (list === undefined) this.#latencies.set(route, [latencyMs]);
    else list.push(latencyMs);
  }

  addError(route: number, { result }: Attempt): void {
    if (result.kind !== "failure") return;
    let errors = this.#errors.get(route);
    if (errors === undefined) {
      errors = new Map();
      this.#errors.set(route, errors);
    }
    errors.set(result.failure.kind, (errors.get(result.failure.kind) ?? 0) + 1);
  }

  latenciesOf(route: number): readonly number[] {
    return this.#latencies.get(route) ?? [];
  }

  unknownOf(route: number): number {
    return this.#unknown.get(route) ?? 0;
  }

  errorsOf(route: number): ReadonlyMap<FailureKind, number> {
    return this.#errors.get(route) ?? new Map();
  }

  /** Codes of the routes that were called. */
  get routes(): ReadonlySet<number> {
    return new Set([...this.#latencies.keys(), ...this.#unknown.keys(), ...this.#errors.keys()]);
  }
}
