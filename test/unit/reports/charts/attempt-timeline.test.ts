import { XMLValidator } from "fast-xml-parser";
import fc from "fast-check";
import { expect, test } from "vitest";
import { attemptTimeline, timelineRows } from "../../../../src/reports/charts/attempt-timeline.ts";
import { waitedInAllMs } from "../../../../src/reports/outcome-words.ts";
import { anAttempt, anOutcome } from "../../replay/builders.ts";

const failure = { kind: "rate_limit", detail: undefined, retryAfterMs: 500 } as const;
const failed = anAttempt({
  latencyMs: 100,
  firstTokenMs: undefined,
  result: { kind: "failure", failure },
});
const second = anAttempt({
  index: 1,
  kind: "retry",
  waitedMs: 500,
  queuedAtMs: 600,
  dispatchedAtMs: 640,
  firstTokenMs: 160,
  latencyMs: 400,
});

test("each attempt begins where the one before it ended, from 0 ms", () => {
  const rows = timelineRows([failed, second]);
  expect(rows.map(({ spans }) => spans)).toEqual([
    [{ part: "rest", startMs: 0, endMs: 100 }],
    [
      { part: "wait", startMs: 100, endMs: 600 },
      { part: "slot", startMs: 600, endMs: 640 },
      { part: "first_token", startMs: 640, endMs: 800 },
      { part: "rest", startMs: 800, endMs: 1040 },
    ],
  ]);
});

test("the parts of all attempts, but for the harness's own queue, are what the caller waited", () => {
  const duration = fc.nat({ max: 100_000 });
  const attempt = fc
    .record({
      waitedMs: duration,
      latencyMs: duration,
      firstTokenMs: fc.option(duration, { nil: undefined }),
      queuedAtMs: duration,
      dispatchedAtMs: duration,
    })
    .map((parts) => anAttempt(parts));
  fc.assert(
    fc.property(fc.array(attempt, { maxLength: 5 }), (attempts) => {
      const spans = timelineRows(attempts).flatMap((row) => row.spans);
      const waited = spans
        .filter(({ part }) => part !== "slot")
        .reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
      expect(waited).toBe(waitedInAllMs(attempts));
      spans.forEach(({ startMs }, at) => expect(startMs).toBe(spans[at - 1]?.endMs ?? 0));
    }),
    { seed: 20_261_126 },
  );
});

test("a failed call is hatched, and the drawing is told in words", () => {
  const outcome = anOutcome({ attempts: [failed, second] });
  const text = String(attemptTimeline("t", [{ policy: "a <b>", outcome }]));
  expect(XMLValidator.validate(text)).toBe(true);
  expect(text.match(/class="t-failed"/g)).toHaveLength(2);
  expect(text).toContain("a &lt;b&gt; 1: 100 ms failed.");
  expect(text).toContain("a &lt;b&gt; 2: 500 ms + 40 ms + 160 ms + 240 ms.");
});

test("nothing is drawn of attempts whose latency nobody knows", () => {
  const outcome = anOutcome({ attempts: [anAttempt({ latencyMs: undefined })] });
  expect(attemptTimeline("t", [{ policy: "a", outcome }])).toBeUndefined();
});
