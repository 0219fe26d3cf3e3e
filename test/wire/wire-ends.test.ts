import { describe, expect, test } from "vitest";
import { anthropicWire } from "../../src/providers/live/anthropic/anthropic.ts";
import { geminiWire } from "../../src/providers/live/gemini/gemini.ts";
import { endOf, sendOverWire } from "./send-over-wire.ts";
import { wireErrors } from "./wire-errors.ts";
import { startWireServer } from "./wire-server.ts";

/** What becomes of a call, first at once and then streamed; one word where both are alike. */
type Ends = string | readonly [unary: string, streamed: string];

const common: Readonly<Record<string, Ends>> = {
  ...Object.fromEntries(
    Object.entries(wireErrors).map(([scenario, { status }]) => [scenario, `error ${status}`]),
  ),
  "502-html": "error 502",
  ok: "answer",
  gzip: "answer",
  "slow-body": "answer",
  comments: "answer",
  length: "answer",
  tool: "answer",
  continuation: "answer",
  "unknown-finish": "answer",
  "no-usage": "answer",
  "odd-usage": "answer",
  hang: "aborted",
  "hang-after-headers": "aborted",
  "hang-body": "aborted",
  "hang-comments": "aborted",
  "endless-stream": "aborted",
  closed: "no answer",
  reset: "no answer",
  redirect: "no answer",
  "cut-early": ["unreadable", "cut_off"],
  cut: ["unreadable", "cut_off"],
  "cut-event": ["unreadable", "cut_off"],
  malformed: ["unreadable", "cut_off"],
  "empty-200": ["unreadable", "cut_off"],
  "html-200": "unreadable",
  "fields-missing": "unreadable",
  "error-200": "fault",
};

const wires = [
  {
    wire: anthropicWire,
    ends: {
      ...common,
      refusal: "refusal",
      filter: "refusal",
      "error-event": ["fault", "error overloaded_error"],
    } as Readonly<Record<string, Ends>>,
  },
  {
    wire: geminiWire,
    ends: {
      ...common,
      filter: "filtered",
      "prompt-blocked": "filtered",
      "error-event": ["fault", "error 503"],
    } as Readonly<Record<string, Ends>>,
  },
];

describe.each(wires)("$wire.family", ({ wire, ends }) => {
  describe.each([
    { how: "at once", stream: false },
    { how: "streamed", stream: true },
  ])("$how", ({ stream }) => {
    test.concurrent.each(Object.entries(ends))(
      "%s ends as it should, after exactly one request",
      async (scenario, expected) => {
        const own = await startWireServer();
        const end = typeof expected === "string" ? expected : expected[stream ? 1 : 0];
        const isHopeless = end === "aborted";
        const sent = await sendOverWire(wire, own, scenario, { stream, isHopeless });
        expect(endOf(sent)).toBe(end);
        expect(own.count()).toBe(1);
        await own.close();
      },
    );
  });
});
