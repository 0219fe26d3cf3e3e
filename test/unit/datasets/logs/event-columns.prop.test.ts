import fc from "fast-check";
import { expect, test } from "vitest";
import {
  eventColumns,
  eventKinds,
  type EventColumns,
  type EventHeader,
} from "../../../../src/datasets/logs/event-columns.ts";

const timeMs = fc.option(fc.constantFrom(0, 1_790_932_443_120.25), { nil: undefined });
const hash = fc.option(fc.nat(2 ** 31), { nil: undefined, freq: 2 });
/** Mostly none, as in most logs. */
const callCount = fc.oneof({ arbitrary: fc.constant(0), weight: 5 }, fc.nat(255));

const header: fc.Arbitrary<EventHeader> = fc.record({
  kind: fc.constantFrom(...eventKinds),
  startMs: timeMs,
  endMs: timeMs,
  arrivedAtMs: timeMs,
  hasFailed: fc.boolean(),
  response: hash,
  chain: hash,
  sharesId: fc.boolean(),
  isRedacted: fc.boolean(),
  isExcluded: fc.boolean(),
  unseen: callCount,
  folded: callCount,
  file: fc.oneof({ arbitrary: fc.constant(0), weight: 5 }, fc.nat(2000)),
  line: fc.nat(2 ** 31),
});

function headerOf(columns: EventColumns, event: number): EventHeader {
  return {
    kind: columns.kindOf(event),
    startMs: columns.startMs(event),
    endMs: columns.endMs(event),
    arrivedAtMs: columns.arrivedAtMs(event),
    hasFailed: columns.hasFailed(event),
    response: columns.response(event),
    chain: columns.chain(event),
    sharesId: columns.sharesId(event),
    isRedacted: columns.isRedacted(event),
    isExcluded: columns.isExcluded(event),
    unseen: columns.unseen(event),
    folded: columns.folded(event),
    file: columns.file(event),
    line: columns.line(event),
  };
}

function columnsOf(headers: readonly EventHeader[]): EventColumns {
  const columns = eventColumns();
  headers.forEach((one) => columns.push(one));
  return columns;
}

test("headers come back as they were pushed, from any of many files", () => {
  fc.assert(
    fc.property(fc.array(header, { maxLength: 60 }), (headers) => {
      const columns = columnsOf(headers);
      expect(columns.length).toBe(headers.length);
      expect(headers.map((_, event) => headerOf(columns, event))).toEqual(headers);
      columns.free();
    }),
    { seed: 20261126, numRuns: 300 },
  );
});

test("what the first of many events has otherwise is not the others'", () => {
  const [one] = fc.sample(header, { seed: 1, numRuns: 1 });
  if (one === undefined) throw new Error("no header");
  const usual = { ...one, unseen: 0, folded: 0, file: 0, response: undefined, chain: undefined };
  const other = { ...usual, unseen: 3, folded: 255, file: 256, response: 0, chain: 7 };
  const headers = [...Array.from({ length: 40_000 }, () => usual), other, usual];
  const columns = columnsOf(headers);
  for (const event of [0, 39_999, 40_000, 40_001]) {
    expect(headerOf(columns, event)).toEqual(headers[event]);
  }
});

test("more calls than can be counted of a row are the most that can", () => {
  const [one] = fc.sample(header, { seed: 1, numRuns: 1 });
  if (one === undefined) throw new Error("no header");
  const columns = columnsOf([{ ...one, unseen: 300, folded: 256 }]);
  expect([columns.unseen(0), columns.folded(0)]).toEqual([255, 255]);
});
