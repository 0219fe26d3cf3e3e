import { describe, expect, test } from "vitest";
import { redactedText } from "../../../src/core/redacted-text.ts";
import { redactionKinds } from "../../../src/core/redaction-kinds.ts";

const all = (text: string): string => redactedText(text, redactionKinds).text;

describe("what is taken out", () => {
  test.each([
    ["write to a.b+c@mail.example.co.uk.", "write to [email]."],
    ["müller@straße.de schrieb", "[email] schrieb"],
    // The example of ISO 13616 for the United Kingdom, and Germany's in small letters.
    ["IBAN GB82 WEST 1234 5698 7654 32 please", "IBAN [iban] please"],
    ["de89370400440532013000, thanks", "[iban], thanks"],
    // Test numbers that card schemes publish.
    ["4111 1111 1111 1111 2 items", "[card] 2 items"],
    ["12 5500-0000-0000-0004", "12 [card]"],
    ["378282246310005", "[card]"],
    ["+49 (30) 1234-5678 or 555-123-4567", "[phone] or [phone]"],
    ["Tel. 030 123456!", "Tel. [phone]!"],
    ["(0171) 1234567", "[phone]"],
  ])("%j becomes %j", (text, redacted) => {
    expect(all(text)).toBe(redacted);
  });
});

describe("what stays", () => {
  test.each([
    ["a date", "due on 2026-11-25 or 10/12/2026"],
    ["an address of a machine", "from 192.168.10.100 and 10.0.0.1"],
    ["an amount", "1.234.567,89 EUR, or 1234567.891"],
    ["an order number", "order 1234567890123"],
    ["a card number with a wrong check digit", "4111111111111112"],
    ["an account number with wrong check digits", "GB83WEST12345698765432"],
    ["a version", "v1.2.3.4567890"],
    ["a handle", "ask @support, or me@home"],
  ])("%s", (_name, text) => {
    expect(all(text)).toBe(text);
  });
});

test("only the kinds asked for are looked for, and those found are told", () => {
  const text = "a@b.de, 4111111111111111";
  const { text: rest, found } = redactedText(text, ["card", "iban"]);
  expect(rest).toBe("a@b.de, [card]");
  expect([...found]).toEqual(["card"]);
});
