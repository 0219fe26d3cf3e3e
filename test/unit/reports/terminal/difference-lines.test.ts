import { expect, test } from "vitest";
import type { Outcome } from "../../../../src/core/outcome.ts";
import { renderRecord } from "../../../../src/reports/terminal/record-view.ts";
import { aView, anAttempt, anOutcome } from "./a-record-view.ts";

function answering(text: string, arm: number): Outcome {
  const finishReason = { kind: "stop", raw: "stop" } as const;
  const response = { text, finishReason, toolCalls: [], signals: {} };
  return anOutcome({ arm, attempts: [anAttempt({ result: { kind: "response", response } })] });
}

function differing(before: string, after: string): string {
  const arms = [
    { policy: "prod", outcome: answering(before, 0) },
    { policy: "cheap-first", outcome: answering(after, 1) },
  ];
  const text = renderRecord(aView({ arms }), { width: 80, colour: true });
  return text.slice(text.indexOf("answers"));
}

test("what differs between two answers stands word by word below them, in colour", () => {
  const shown = differing("The refund is approved.\nThanks", "The refund is denied.\nThanks");
  expect(shown).toMatchInlineSnapshot(`
    "answers, prod (-) and cheap-first (+):[22m
      The refund is
    [31m- approved[39m
    [32m+ denied[39m
      .\\nThanks
    "
  `);
});

test("two JSON answers are compared by place, whatever the order of their keys", () => {
  const shown = differing('{"a":1,"b":[1,2],"d":null}', '{"b":[1,3],"a":1,"c/~":{"x":"y"}}');
  expect(shown).toMatchInlineSnapshot(`
    "answers, prod (-) and cheap-first (+):[22m
    [31m- /b/1: 2[39m
    [32m+ /b/1: 3[39m
    [31m- /d: null[39m
    [32m+ /c~1~0: {"x":"y"}[39m
    "
  `);
});
