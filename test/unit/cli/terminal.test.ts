import { expect, test } from "vitest";
import { ERASE_LINE, shielded, showsBlocks } from "../../../src/cli/terminal.ts";
import { createRedaction } from "../../../src/run/redaction.ts";

function shownOnStderr(text: string): string {
  let shown = "";
  const place = {
    out: () => undefined,
    err: (part: string) => (shown += part),
    isInteractive: false,
    canAsk: false,
    colour: false,
    width: 80,
  };
  shielded(place, createRedaction({ MY_API_KEY: "sk-123456789" })).err(text);
  return shown;
}

test("nothing on stderr acts but the erasing of a line at its beginning", () => {
  expect(shownOnStderr("error: \u001b]0;pwn\u0007 \u009b2J \u202e x\rgone\n")).toBe(
    "error: \\x1b]0;pwn\\x07 \\x9b2J \\u202e x\\rgone\n",
  );
  expect(shownOnStderr(`${ERASE_LINE}1/2 · ${ERASE_LINE}`)).toBe(`${ERASE_LINE}1/2 · \\r\\x1b[2K`);
  expect(shownOnStderr("one\ntwo ##[error]\n")).toBe("one\ntwo ##\\[error]\n");
});

test("a known key is not shown", () => {
  expect(shownOnStderr("key sk-123456789\n")).not.toContain("sk-123456789");
});

test("block characters are for locales in UTF-8 and no dumb terminal", () => {
  expect(showsBlocks({ LANG: "de_DE.UTF-8" })).toBe(true);
  expect(showsBlocks({ LANG: "C.utf8", LC_ALL: "" })).toBe(true);
  expect(showsBlocks({ LANG: "C.UTF-8", LC_ALL: "C" })).toBe(false);
  expect(showsBlocks({ LANG: "C.UTF-8", TERM: "dumb" })).toBe(false);
  expect(showsBlocks({})).toBe(false);
});
