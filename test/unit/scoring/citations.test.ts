import { describe, expect, test } from "vitest";
import type { JsonObject, JsonValue } from "../../../src/core/json.ts";
import type { Message } from "../../../src/core/model-request.ts";
import type { Score } from "../../../src/core/score.ts";
import { checkGraders } from "../../../src/scoring/check-graders.ts";
import { anAnswer, aRecord, aSpec, scoreOfAttempt } from "./builders.ts";

const contract = `Clause 4. The supplier shall deliver
    within thirty days of the order.

Clause 9. Either party may terminate with ninety days' notice. It's final.`;

const messages: readonly Message[] = [
  { role: "system", content: "Answer from the document, with quotes." },
  { role: "user", content: [{ type: "text", text: contract }] },
  { role: "assistant", content: "I said: the supplier shall pay the whole penalty." },
  { role: "user", content: "When must the supplier deliver?" },
];

function score(
  options: JsonObject,
  expected: JsonValue | undefined,
  text: string,
  said: readonly Message[] = messages,
): Score {
  const record = aRecord(expected, { messages: said });
  return scoreOfAttempt("citations", options, record, anAnswer(text));
}

const delivery = "deliver within thirty days";

describe("quotes in a text", () => {
  test("a quote that stands in the source is right, however its lines are broken", () => {
    const text = 'It says "shall deliver within\nthirty   days of the order".';
    expect(score({}, undefined, text)).toEqual({
      name: "citations",
      value: 1,
      passed: true,
      because: "1 quotes stand in the source, 0 required passages are cited",
    });
  });

  test("an invented quote is wrong, and told", () => {
    const text = 'It says "shall deliver within sixty days of the order".';
    expect(score({}, undefined, text)).toMatchObject({ value: 0, passed: false });
    expect(score({}, undefined, text).because).toBe(
      '"shall deliver within sixty days of the order" is not in the source',
    );
  });

  test.each([
    "“shall deliver within thirty days”",
    "«shall deliver within thirty days»",
    "„shall deliver within thirty days“",
    "See:\n\n> The supplier shall deliver\n> within thirty days of the order.\n\nSo thirty.",
  ])("%j is a quote", (text) => {
    expect(score({}, [delivery], text).passed).toBe(true);
    expect(score({}, [delivery], text.replace("thirty", "forty")).passed).toBe(false);
  });

  test("short words between marks are none, unless min_quote_chars says so", () => {
    const text = 'The "deadline" is 5" wide: "shall deliver within thirty days".';
    expect(score({}, undefined, 'The "deadline" passed.').because).toBe(
      "the answer quotes nothing",
    );
    expect(score({ min_quote_chars: 3 }, undefined, 'The "deadline" passed.').because).toContain(
      '"deadline" is not in the source',
    );
    // An unpaired mark takes the next one for its end: what lies between is no quote either.
    expect(score({}, undefined, text).passed).toBe(false);
  });

  test("a mark opens nothing beyond its paragraph", () => {
    const text = 'A 5" pipe.\n\nIt says "shall deliver within thirty days".';
    expect(score({}, undefined, text).passed).toBe(true);
  });

  test("a closing mark inside the quotation marks may be the answer's own", () => {
    expect(score({}, undefined, '"shall deliver within thirty days," it says.').passed).toBe(true);
  });

  test("an answer without quotes is wrong, unless it need not quote", () => {
    expect(score({}, undefined, "Thirty days.").passed).toBe(false);
    expect(score({ must_quote: false }, undefined, "Thirty days.").passed).toBe(true);
    // What is required has to be quoted all the same.
    expect(score({ must_quote: false }, [delivery], "Thirty days.").passed).toBe(false);
  });

  test("a gap marked by an ellipsis is allowed on demand, in the order of the source", () => {
    const text = '"The supplier shall […] within thirty days ... of the order"';
    expect(score({}, undefined, text).passed).toBe(false);
    expect(score({ allow_ellipsis: true }, undefined, text).passed).toBe(true);
    const turned = '"within thirty days … The supplier shall"';
    expect(score({ allow_ellipsis: true }, undefined, turned).passed).toBe(false);
    // A gap cites nothing that it leaves out.
    expect(score({ allow_ellipsis: true }, ["shall deliver"], text).passed).toBe(false);
  });

  test("case and curly apostrophes count, unless they are normalized", () => {
    const text = "“with ninety days’ notice. It’s Final”";
    expect(score({}, undefined, text).passed).toBe(false);
    const normalize = ["straight_quotes", "lowercase"];
    expect(score({ normalize }, undefined, text).passed).toBe(true);
  });

  test("a thousand quotes are checked, one more is too much", () => {
    const text = `${'"within thirty days" '.repeat(1000)}`;
    expect(score({}, undefined, text).passed).toBe(true);
    expect(score({}, undefined, `${text}"within thirty days"`).because).toContain("1000 quotes");
  });

  test("millions of opening marks are read in one walk", () => {
    expect(score({}, undefined, "“".repeat(2_000_000)).passed).toBe(false);
  });
});

describe("the source", () => {
  test("is every message but the model's own", () => {
    const own = '"the supplier shall pay the whole penalty"';
    expect(score({}, undefined, own).passed).toBe(false);
    expect(score({}, undefined, '"When must the supplier deliver?"').passed).toBe(true);
  });

  test.each(["messages.1", "messages.1.content", "messages.1.content.0.text"])(
    "may be the place %s alone",
    (source) => {
      const question = '"When must the supplier deliver?"';
      expect(score({ source }, undefined, question).passed).toBe(false);
      expect(score({ source }, [delivery], `"shall ${delivery} of"`).passed).toBe(true);
    },
  );

  test("that is not there leaves the answer unscored", () => {
    const found = score({ source: "messages.9.content" }, undefined, '"shall deliver within"');
    expect(found.passed).toBeUndefined();
    expect(found.because).toBe("the request holds no text to quote from at messages.9.content");
    expect(score({}, undefined, '"shall deliver within"', []).passed).toBeUndefined();
  });

  test("nested beyond all measure holds no document", () => {
    let content: JsonValue = "x";
    for (let depth = 0; depth < 100_000; depth += 1) content = [content];
    const found = score({}, undefined, '"shall deliver"', [{ role: "user", content }]);
    expect(found.passed).toBeUndefined();
  });
});

describe("required passages", () => {
  const notice = "ninety days' notice";
  const both = `"shall ${delivery} of the order" and "terminate with ${notice}"`;

  test("are cited by a quote that holds them", () => {
    expect(score({}, delivery, both).passed).toBe(true);
    expect(score({}, [delivery, notice], both)).toMatchObject({ value: 1, passed: true });
    expect(score({}, { spans: [delivery, notice] }, both).passed).toBe(true);
    expect(score({}, JSON.stringify([delivery, notice]), both).passed).toBe(true);
  });

  test("that no quote holds are told, and the score is the share of what is right", () => {
    const found = score({}, [delivery, notice], `"shall ${delivery} of the order"`);
    expect(found.value).toBeCloseTo(2 / 3, 12);
    expect(found.passed).toBe(false);
    expect(found.because).toBe(`"${notice}" is not cited`);
  });

  test("are not cited by prose, nor by an invented quote", () => {
    expect(score({}, [notice], `So ${notice}; "shall ${delivery}".`).passed).toBe(false);
    expect(score({}, [notice], `"no less than ${notice}"`)).toMatchObject({ value: 0 });
  });

  test("may have alternatives", () => {
    const expected = [["thirty days", "Clause 4"]];
    expect(score({}, expected, '"within thirty days"').passed).toBe(true);
    expect(score({}, expected, '"Clause 4. The supplier"').passed).toBe(true);
    expect(score({}, expected, '"terminate with ninety days"').passed).toBe(false);
  });

  test("that stand nowhere in the source are the dataset's fault: unscored", () => {
    const found = score({}, ["forty days"], both);
    expect(found.passed).toBeUndefined();
    expect(found.because).toBe('what is expected does not stand in the source: "forty days"');
  });

  test.each<[JsonValue, string]>([
    [{ span: ["x"] }, "names neither spans nor fields"],
    [[1], "no passage at place 1"],
    [{ spans: [[]] }, "no passage at place 1"],
    [{ fields: ["x"] }, "fields that are no object"],
    [{ fields: { a: 3 } }, 'no passage for the field "a"'],
  ])("written as %j are unscored", (expected, because) => {
    const found = score({}, expected, both);
    expect(found.passed).toBeUndefined();
    expect(found.because).toContain(because);
  });
});

describe("quotes in the fields of a JSON answer", () => {
  const answer = JSON.stringify({
    deadline: { value: 30, quote: "within thirty days of the order" },
    claims: [{ quote: "may terminate with ninety" }, { quote: ["Clause 9. Either party"] }],
  });
  const fields = ["deadline.quote", "claims.*.quote"];

  test("are found by their paths, also in every member of a list", () => {
    const found = score({ fields }, undefined, answer);
    expect(found).toMatchObject({ value: 1, passed: true });
    expect(found.because).toContain("3 quotes");
    const invented = answer.replace("thirty", "forty");
    expect(score({ fields }, undefined, invented).because).toBe(
      'deadline.quote: "within forty days of the order" is not in the source',
    );
  });

  test("cite what the very field is expected to cite", () => {
    const expected = { fields: { "deadline.quote": "thirty days" } };
    expect(score({}, expected, answer).passed).toBe(true);
    const elsewhere = { fields: { "deadline.quote": "Either party" } };
    expect(score({ fields }, elsewhere, answer)).toMatchObject({ value: 0.75, passed: false });
    expect(score({ fields }, elsewhere, answer).because).toBe(
      'deadline.quote: "Either party" is not cited',
    );
    expect(score({ fields }, { spans: ["Either party"] }, answer).passed).toBe(true);
  });

  test("of an answer that is no JSON are none", () => {
    expect(score({ fields }, undefined, "thirty days").because).toContain("is not JSON");
    const fenced = `\`\`\`json\n${answer}\n\`\`\``;
    expect(score({ fields }, undefined, fenced).passed).toBe(false);
    expect(score({ fields, allow_fence: true }, undefined, fenced).passed).toBe(true);
  });

  test("that are not there, or no texts, are no quotes", () => {
    for (const text of ["{}", '{"deadline": {"quote": 3}}', '{"claims": "x"}', "[1]"]) {
      expect(score({ fields }, undefined, text).because).toBe("the answer quotes nothing");
    }
  });
});

test.each<[JsonObject, (string | number)[], string]>([
  [{ source: "document" }, ["source"], "messages.0.content"],
  [{ fields: ["a"], min_quote_chars: 3 }, ["min_quote_chars"], "leave one of them out"],
  [{ mustquote: true }, ["mustquote"], 'did you mean "must_quote"'],
  [{ normalize: ["lower"] }, ["normalize", 0], "lowercase"],
])("the options %j are refused at %j", (options, path, hint) => {
  const [problem] = checkGraders([aSpec("citations", options)]);
  expect(problem?.path).toEqual(path);
  expect(problem?.hint).toContain(hint);
});
