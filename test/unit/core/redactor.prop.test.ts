import fc from "fast-check";
import { expect, test } from "vitest";
import { createRedactor } from "../../../src/core/redactor.ts";

const anySecret = fc
  .string({ minLength: 8, maxLength: 40, unit: "grapheme" })
  .map((text) => text.trim())
  .filter((text) => text.length >= 8 && !"[redacted]".includes(text));

/** Texts that no encoded secret can be part of by chance. */
const anyText = fc.string({ unit: fc.constantFrom(" ", "\n", ".", ",", "ß") });

const encodings: readonly ((secret: string) => string)[] = [
  (secret) => secret,
  encodeURIComponent,
  (secret) => JSON.stringify(secret).slice(1, -1),
  (secret) => JSON.stringify(JSON.stringify(secret)).slice(3, -3),
  (secret) => Buffer.from(secret).toString("base64"),
  (secret) => Buffer.from(secret).toString("base64url"),
];

test("no encoding of a secret survives in any text", () => {
  fc.assert(
    fc.property(
      anySecret,
      fc.constantFrom(...encodings),
      anyText,
      anyText,
      (secret, encode, before, after) => {
        const written = encode(secret);
        const redacted = createRedactor([secret])(`${before}${written}${after}`);
        expect(redacted).toContain("[redacted]");
        expect(redacted).not.toContain(written);
      },
    ),
    { seed: 20261121, numRuns: 500 },
  );
});

test("a secret within any longer text in base64 is replaced", () => {
  fc.assert(
    fc.property(anySecret, fc.string(), fc.string(), (secret, before, after) => {
      const encoded = Buffer.from(before + secret + after).toString("base64");
      expect(createRedactor([secret])(encoded)).toContain("[redacted]");
    }),
    { seed: 20261121, numRuns: 500 },
  );
});

test("what holds no secret is never changed", () => {
  fc.assert(
    fc.property(fc.array(anySecret), fc.string({ unit: "binary" }), (secrets, text) => {
      // The mark is part of every secret and of no text.
      const redact = createRedactor(secrets.map((secret) => `\u0001${secret}\u0001`));
      const clean = text.replaceAll("\u0001", "");
      expect(redact(clean)).toBe(clean);
    }),
    { seed: 20261121 },
  );
});
