import type { EventSpool } from "./event-spool.ts";
import { joinedRequest, type JoinedRequest } from "./joined-request.ts";
import { lineId } from "./line-id.ts";
import type { LogLine } from "./log-line.ts";
import { lineOf, partOf } from "./spooled-part.ts";
import { splicedRequest } from "./spliced-request.ts";

/** A request of the log with all its calls. */
export interface LogRequest extends JoinedRequest {
  readonly isExcluded: boolean;
  /** Where its first row stands: position of the file in the manifest, and line. */
  readonly file: number;
  readonly row: number;
}

/**
 * A request of one row, which most are: nothing is read before it is asked for. `bytes` are to be
 * used before the next request's.
 */
export class OneRowRequest implements LogRequest {
  readonly #spool: EventSpool;
  readonly #event: number;
  readonly hasAnswer = true;

  constructor(spool: EventSpool, event: number) {
    this.#spool = spool;
    this.#event = event;
  }

  id(): string {
    return lineId(this.bytes()) ?? this.line().id;
  }

  text(): string {
    return this.#spool.text(this.#event);
  }

  bytes(): Uint8Array {
    return this.#spool.bytes(this.#event);
  }

  line(): LogLine {
    return lineOf(this.#spool, this.#event);
  }

  get folded(): number {
    return this.#spool.headers.folded(this.#event);
  }

  get unseen(): number {
    return this.#spool.headers.unseen(this.#event);
  }

  get arrivedAtMs(): number | undefined {
    return this.#spool.headers.arrivedAtMs(this.#event);
  }

  get isRedacted(): boolean {
    return this.#spool.headers.isRedacted(this.#event);
  }

  get isExcluded(): boolean {
    return this.#spool.headers.isExcluded(this.#event);
  }

  get file(): number {
    return this.#spool.headers.file(this.#event);
  }

  get row(): number {
    return this.#spool.headers.line(this.#event);
  }
}

/** The rows of a request that is more than its one row. */
export interface RequestRows {
  /** The first row's is the head of the request. */
  readonly events: readonly number[];
  /** Of several requests with one id, which it is; from 1. */
  readonly copy: number;
}

export function requestOfRows(spool: EventSpool, { events, copy }: RequestRows): LogRequest {
  const { headers } = spool;
  const [head = 0] = events;
  const spliced = copy === 1 ? splicedRequest(spool, events) : undefined;
  const request =
    spliced ??
    joinedRequest(
      events.map((event) => partOf(spool, event)),
      copy,
    );
  return {
    ...request,
    isExcluded: events.some((event) => headers.isExcluded(event)),
    file: headers.file(head),
    row: headers.line(head),
  };
}
