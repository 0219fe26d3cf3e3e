import { expect, test } from "vitest";
import { createRedaction } from "../../../src/run/redaction.ts";

const key = "canary-5f2c8e1b9d";

test("before a key is known nothing is changed", () => {
  const redaction = createRedaction();
  const value = { text: key };
  expect(redaction.text(key)).toBe(key);
  expect(redaction.json(value)).toBe(value);
});

test("from then on it is in no text, no line and no value", () => {
  const redaction = createRedaction();
  redaction.hide([key]);
  const value = { [key]: [`say ${key}`, 1] };
  expect(redaction.text(`Bearer ${key}`)).toBe("Bearer [redacted]");
  expect(redaction.line(value)).toBe('{"[redacted]":["say [redacted]",1]}');
  expect(redaction.json(value)).toEqual({ "[redacted]": ["say [redacted]", 1] });
});

test("a key of digits alone does not break the numbers of a line", () => {
  const redaction = createRedaction();
  redaction.hide(["1234567890"]);
  expect(JSON.parse(redaction.line({ count: 1234567890, text: "1234567890" }))).toEqual({
    count: 1234567890,
    text: "[redacted]",
  });
});

test.each([
  ["OPENAI_API_KEY", true],
  ["gitlab_token", true],
  ["DATABASE_PASSWORD", true],
  ["KEYBOARD", false],
  ["MONKEY_NAME", false],
])("a variable named %s is hidden from the start: %s", (name, isHidden) => {
  const redaction = createRedaction({ [name]: key, HOME: "/home/somebody" });
  expect(redaction.text(`${key} in /home/somebody`)).toBe(
    `${isHidden ? "[redacted]" : key} in /home/somebody`,
  );
});
