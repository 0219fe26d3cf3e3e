import { expect, test } from "vitest";
import { progressLine, showProgress } from "../../../src/cli/progress-line.ts";
import type { Terminal } from "../../../src/cli/terminal.ts";
import { newProgress, type Progress } from "../../../src/run/progress.ts";

function aProgress(over: Partial<Progress>): Progress {
  return { ...newProgress(), phase: "replaying", total: 5000, ...over };
}

test("a running replay shows done, rate, time left, cost so far and errors", () => {
  const progress = aProgress({
    done: 1240,
    replayingSinceMs: 1000,
    costNanoUsd: 410_000_000,
    errors: 3,
  });
  expect(progressLine(progress, 0, 41_000)).toBe(
    "1240/5000 24% · 31/s · ETA 2:01 · $0.4100 · errors 3",
  );
});

test("outcomes of an earlier session are done, but not today's pace", () => {
  const progress = aProgress({ done: 4100, kept: 4000, replayingSinceMs: 0 });
  expect(progressLine(progress, 0, 1000)).toContain("4100/5000 82% · 100/s · ETA 0:09");
});

test("before anything is done the time left is unknown, not infinite", () => {
  expect(progressLine(aProgress({ replayingSinceMs: 5 }), 0, 5)).toContain("ETA ?");
});

test("reading and comparing say so", () => {
  expect(progressLine(aProgress({ phase: "reading" }), 1000, 66_000)).toBe(
    "reading the dataset · 1:05",
  );
  expect(progressLine(aProgress({ phase: "comparing" }), 0, 0)).toBe("comparing 5000 outcomes");
});

test("a terminal's line is cleared at the end, a pipe is left alone", () => {
  const written = (isInteractive: boolean): string => {
    let text = "";
    const terminal: Terminal = {
      out: () => undefined,
      err: (part) => {
        text += part;
      },
      isInteractive,
      canAsk: false,
      colour: false,
      width: 80,
    };
    showProgress(aProgress({}), terminal).stop();
    return text;
  };
  expect(written(true)).toBe("\r\u001b[2K");
  expect(written(false)).toBe("");
});
