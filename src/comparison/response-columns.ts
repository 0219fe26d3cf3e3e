import type { Attempt } from "../core/attempt.ts";
import type { Outcome } from "../core/outcome.ts";
import { NumberColumn, PARTS_OF_MS } from "./number-column.ts";

/**
 * What a user waited in an open loop, by unit: from the moment at which the request arrived,
 * whether or not a slot was free, to the end of its answer. Milliseconds, to the microsecond; NaN:
 * not known.
 */
export class ResponseColumns {
  readonly response: NumberColumn;
  /** In line for a slot and for the limits of routes: no provider's work. */
  readonly queued: NumberColumn;

  constructor(units: number) {
    this.response = new NumberColumn(units, Number.NaN, PARTS_OF_MS);
    this.queued = new NumberColumn(units, Number.NaN, PARTS_OF_MS);
  }

  /** `serviceMs`: what the attempts took with the waits between them; NaN: not known, or none was sent. */
  set(unit: number, { trace, attempts }: Outcome, serviceMs: number): void {
    if (trace?.queuedMs === undefined) return;
    // A classifier is asked after the slot was there and before the decision: a service of its own.
    const classifierMs =
      trace.classification?.by === "model" ? (trace.classification.latencyMs ?? 0) : 0;
    const forSlotMs = Math.max(0, trace.queuedMs - classifierMs);
    const queuedMs = attempts.reduce((sum, attempt) => sum + limitWaitMs(attempt), forSlotMs);
    this.queued.set(unit, toMicroseconds(queuedMs));
    this.response.set(unit, toMicroseconds(queuedMs + classifierMs + serviceMs));
  }
}

function limitWaitMs({ queuedAtMs, dispatchedAtMs }: Attempt): number {
  return dispatchedAtMs - queuedAtMs;
}

function toMicroseconds(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
