import { expect, test } from "vitest";
import { retryHintMs } from "../../../../src/providers/live/retry-hint.ts";
import { retryWaitMs } from "../../../../src/routing/retry-wait.ts";

/** 21 October 2015, 07:28:00 GMT. */
const NOW_MS = 1_445_412_480_000;

function after(value: string): number | undefined {
  return retryHintMs({ "retry-after": value }, undefined, NOW_MS);
}

test("retry-after counts seconds, whole or not", () => {
  expect(after("3")).toBe(3000);
  expect(after("0.5")).toBe(500);
  expect(after(" 7 ")).toBe(7000);
  expect(after("0")).toBe(0);
});

test("retry-after-ms comes before retry-after", () => {
  const headers = { "retry-after": "3", "retry-after-ms": "2750.5" };
  expect(retryHintMs(headers, 9000, NOW_MS)).toBe(2750.5);
});

test.each([
  "Wed, 21 Oct 2015 07:28:05 GMT",
  "Wednesday, 21-Oct-15 07:28:05 GMT",
  "Wed Oct 21 07:28:05 2015",
])("the HTTP date %s is five seconds away", (date) => {
  expect(after(date)).toBe(5000);
});

test("a date that has passed asks for no wait", () => {
  expect(after("Tue, 20 Oct 2015 07:28:00 GMT")).toBe(0);
});

test.each(["-3", "abc", "", "NaN", "Infinity", "0x10", "2015-10-21", "3 seconds", "Wed", "1e999"])(
  "%j is no hint",
  (value) => {
    expect(after(value)).toBeUndefined();
  },
);

test("a hint in the body counts where no header can be read", () => {
  expect(retryHintMs({}, 7500, NOW_MS)).toBe(7500);
  expect(retryHintMs({ "retry-after": "abc" }, 7500, NOW_MS)).toBe(7500);
  expect(retryHintMs({ "retry-after": "2" }, 7500, NOW_MS)).toBe(2000);
});

test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])("%d in the body is no hint", (bodyHintMs) => {
  expect(retryHintMs({}, bodyHintMs, NOW_MS)).toBeUndefined();
});

test("a huge hint stays a number, and whoever sleeps on it waits two minutes", () => {
  const retryAfterMs = after("1e12");
  expect(retryAfterMs).toBe(1e15);
  expect(retryWaitMs({ kind: "rate_limit", detail: undefined, retryAfterMs }, 0)).toBe(120_000);
});
