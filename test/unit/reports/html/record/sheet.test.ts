import { XMLParser, XMLValidator } from "fast-xml-parser";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Outcome } from "../../../../../src/core/outcome.ts";
import type { RecordSheet } from "../../../../../src/core/record-sheet.ts";
import { recordSheet } from "../../../../../src/reports/html/record/sheet.ts";
import { recordCase } from "../../../../../src/reports/junit-records.ts";
import { anAttempt, anOutcome, aResponse } from "../../../replay/builders.ts";

const look = { folder: "reports/RUN", textChars: 4_000, drawn: "all" } as const;

function answering(text: string, arm: number, more: Partial<Outcome> = {}): Outcome {
  const result = { kind: "response" as const, response: aResponse(text) };
  return anOutcome({ arm, attempts: [anAttempt({ result })], ...more });
}

function aSheet(more: Partial<RecordSheet> = {}): RecordSheet {
  return {
    ordinal: 6,
    recordId: "rec-6",
    tags: { intent: "billing" },
    prompt: "user: where is\nmy refund?",
    expected: "denied",
    arms: [
      { policy: "prod", outcome: answering("The refund is approved.\nThanks", 0) },
      { policy: "cheap", outcome: answering("The refund is denied.\nThanks", 1) },
    ],
    ...more,
  };
}

test("answers stand beside each other with the words marked that the other one lacks", () => {
  const text = String(recordSheet(aSheet(), look));
  expect(text).toContain(
    `The refund is <del><span class="unseen">[not in the candidate's: </span>approved<span class="unseen">]</span></del>.\nThanks</div>`,
  );
  expect(text).toContain(
    `The refund is <ins><span class="unseen">[not in the baseline's: </span>denied<span class="unseen">]</span></ins>.\nThanks</div>`,
  );
  expect(text).toContain("<summary>Prompt (25 characters)</summary>");
  expect(text).toContain("where is\nmy refund?");
  expect(text).toContain("routeproof show reports/RUN rec-6");
});

test("two JSON answers have their differences by place", () => {
  const arms = [
    { policy: "prod", outcome: answering('{"queue":"a","x":[1]}', 0) },
    { policy: "cheap", outcome: answering('{"queue":"b","x":[1,2]}', 1) },
  ];
  const text = String(recordSheet(aSheet({ arms }), look));
  expect(text).toContain(
    "<code>/queue</code> changed from <del>&quot;a&quot;</del> to <ins>&quot;b&quot;</ins>",
  );
  expect(text).toContain("<code>/x/1</code> added: <ins>2</ins>");
});

test("with several candidates each is marked against the baseline, which is not marked", () => {
  const arms = [
    { policy: "prod", outcome: answering("The refund is approved.", 0) },
    { policy: "one", outcome: answering("The refund is denied.", 1) },
    { policy: "two", outcome: answering("The refund is late.", 2) },
  ];
  const text = String(recordSheet(aSheet({ arms }), look));
  expect(text).not.toContain("<del>");
  expect(text.match(/<ins>/g)).toHaveLength(2);
});

test("what is not there is said: texts that are not kept, records nobody can read again", () => {
  const result = { kind: "response" as const, response: { ...aResponse(""), text: undefined } };
  const arms = [
    { policy: "prod", outcome: anOutcome({ attempts: [anAttempt({ result })] }) },
    { policy: "cheap", outcome: answering("x", 1, { ending: { kind: "not_covered" } }) },
  ];
  const sheet = aSheet({ arms, prompt: undefined, untold: "the dataset is gone" });
  const text = String(recordSheet(sheet, look));
  expect(text).toContain("Prompt not shown: the dataset is gone.");
  expect(text).toContain("text is not kept.");
  expect(text).toContain("not covered");
});

const hostile = [
  `</div></article><script>window.__ran=1</script>`,
  `" onload="window.__ran=1`,
  `javascript:window.__ran=1`,
  `<img src=x onerror=window.__ran=1>`,
  `]]></system-out><failure/>`,
  `\u0000\u001b[2J\u202e\ud800\ufffe`,
  `{"a":"</pre><iframe>"}`,
  `&lt;b&gt; &#60;`,
  `\r\n::error::x`,
];
const anyText = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: "binary" }));

/** A record in whose every text stands something that wants to get out. */
const anySheet = fc.array(anyText, { minLength: 12, maxLength: 12 }).map((texts): RecordSheet => {
  const text = (at: number) => texts[at] ?? "";
  const score = { value: 0, passed: false, because: text(3), label: text(4) };
  const outcomeOf = (arm: number): Outcome =>
    answering(text(arm), arm, {
      recordId: text(11),
      because: text(2),
      review: [text(3)],
      grade: {
        accepted: false,
        score: 0,
        schemaValid: false,
        scores: [{ ...score, name: text(5), expectedLabel: text(6) }],
      },
      attempts: [
        anAttempt({
          route: text(7),
          requestedModel: text(8),
          because: text(9),
          result: {
            kind: "failure",
            failure: { kind: "timeout", detail: text(10), retryAfterMs: undefined },
          },
        }),
        anAttempt({
          index: 1,
          result: { kind: "response", response: { ...aResponse(text(arm)), toolCalls: [] } },
          evidence: { requestId: text(4), providerCode: text(5) },
        }),
      ],
    });
  return {
    ordinal: 3,
    recordId: text(11),
    tags: { [text(2)]: text(3) },
    prompt: text(4),
    expected: { [text(5)]: text(6) },
    arms: [
      { policy: text(7), outcome: outcomeOf(0) },
      { policy: text(8), outcome: outcomeOf(1) },
    ],
  };
});

test("no text of a record can add an element, an attribute or a character that acts", () => {
  const known = new Set(
    "article h3 h4 code p div strong details summary ul li span ins del br wbr svg title desc path text g rect table caption thead tbody tr th td".split(
      " ",
    ),
  );
  fc.assert(
    fc.property(anySheet, (sheet) => {
      const text = String(recordSheet(sheet, look));
      expect(XMLValidator.validate(text)).toBe(true);
      for (const [, name = ""] of text.matchAll(/<([a-zA-Z][^\s/>]*)/g)) {
        expect(known).toContain(name);
      }
      // Within its quotes an attribute may say anything.
      expect(text.replace(/"[^"]*"/g, '""')).not.toMatch(/<[^>]* on[a-z]+=/);
      expect(text).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069\ufffe]|\p{Cs}/u);
    }),
    { seed: 20_261_126, numRuns: 60 },
  );
});

test("a case of junit.xml is one element with one text, whatever a record says", () => {
  const parser = new XMLParser({ ignoreAttributes: false });
  fc.assert(
    fc.property(anySheet, fc.boolean(), ({ arms }, accepted) => {
      const candidate = arms[1]!.outcome;
      const text = recordCase({
        pair: `${arms[1]!.policy} vs ${arms[0]!.policy}`,
        candidate: { ...candidate, grade: { ...candidate.grade, accepted } },
        baseline: arms[0]!.outcome,
      });
      expect(XMLValidator.validate(text)).toBe(true);
      const { testcase } = parser.parse(text) as { testcase: Readonly<Record<string, unknown>> };
      const elements = Object.keys(testcase).filter((name) => !name.startsWith("@_"));
      expect(elements.toSorted()).toEqual(
        accepted ? ["flakyFailure", "system-out"] : ["failure", "rerunFailure", "system-out"],
      );
      expect(typeof testcase["system-out"]).toBe("string");
    }),
    { seed: 20_261_126, numRuns: 60 },
  );
});
