import fc from "fast-check";
import { expect, test } from "vitest";
import { html } from "../../../src/reports/html-text.ts";

test("markup from templates stays, text from values is escaped", () => {
  const part = html`<b title="${`"><script>`}">${"1 < 2 & 3"}</b>`;
  expect(String(html`<p>${part}${undefined}${[html`<br />`, "'"]}${2}</p>`)).toBe(
    '<p><b title="&quot;&gt;&lt;script&gt;">1 &lt; 2 &amp; 3</b><br />&#39;2</p>',
  );
});

test("no text opens or closes anything, in an element or in an attribute", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const inside = String(html`${text}`);
      expect(inside).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/);
      expect(inside).not.toMatch(/\p{Cc}|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
      expect(String(html`<i a="${text}">${text}</i>`)).toBe(`<i a="${inside}">${inside}</i>`);
    }),
  );
});
