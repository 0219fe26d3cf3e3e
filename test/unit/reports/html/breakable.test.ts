import fc from "fast-check";
import { expect, test } from "vitest";
import { breakable } from "../../../../src/reports/html/breakable.ts";
import { html } from "../../../../src/reports/html-text.ts";

const markup = (text: string): string => String(html`${breakable(text)}`);

test("a long name may be broken after its underscores, dots, colons and slashes, and nowhere else", () => {
  expect(markup("balanced_support_route")).toBe("balanced_<wbr />support_<wbr />route");
  expect(markup("wrong_answer:field_accuracy")).toBe(
    "wrong_<wbr />answer:<wbr />field_<wbr />accuracy",
  );
  expect(markup("intent=legal_or__policy")).toBe("intent=<wbr />legal_<wbr />or__<wbr />policy");
});

test("short words and sentences stay as they are", () => {
  expect(markup("support_by_risk")).toBe("support_by_risk");
  expect(markup("the p95 is 1.1 of the baseline's")).toBe("the p95 is 1.1 of the baseline&#39;s");
  expect(markup("cost_per_accepted_usd max_ratio 0.9")).toBe(
    "cost_<wbr />per_<wbr />accepted_<wbr />usd max_ratio 0.9",
  );
});

test("no text is lost, and none becomes markup", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 80 }), (text) => {
      expect(markup(text).replaceAll("<wbr />", "")).toBe(String(html`${text}`));
    }),
    { seed: 7 },
  );
});
