import fc from "fast-check";
import { expect, test } from "vitest";
import { readManifest } from "../../../../src/datasets/read-manifest.ts";
import { sharedStretches } from "../../../../src/datasets/logs/stretches/shared-stretches.ts";
import {
  stretchReader,
  type StretchAsked,
} from "../../../../src/datasets/logs/stretches/stretch-reader.ts";
import { everyGenerator } from "../../../support/log-generators/every-generator.ts";
import { aDatasetFolder, type DatasetFolder } from "../dataset-folder.ts";
import { readLogOutcome, readStretched, readWhole, type LogOutcome } from "./a-read-log.ts";

/** The other thread's work done in this one: all that it has time for is the other's. */
async function stretched(manifestFile: string, stretchBytes: number, share: number) {
  const reader = stretchReader(await readManifest(manifestFile));
  let asked = 0;
  let before: Promise<unknown> = Promise.resolve();
  const thread = {
    get isFree() {
      asked += 1;
      return asked % share !== 0;
    },
    // One after the other, as a thread does.
    readStretch: (stretch: StretchAsked) => {
      const reading = before.then(
        async () => (await reader.read(stretch)) ?? ("not-plain" as const),
      );
      // Whoever stops early awaits none of the rest, and closes the file.
      before = reading.catch(() => undefined);
      return reading;
    },
  };
  const read = readStretched((path) => sharedStretches(thread, path, stretchBytes));
  return read;
}

/** What comes of a log whole, and in stretches. */
async function bothWays(
  manifestFile: string,
  stretchBytes: number,
  share: number,
  strict = false,
): Promise<readonly [whole: unknown, inStretches: unknown]> {
  const whole = await readLogOutcome(manifestFile, readWhole, strict);
  const read = await stretched(manifestFile, stretchBytes, share);
  const inStretches = await readLogOutcome(manifestFile, read, strict);
  if (whole.kind === "read") return [whole, inStretches];
  // Of a file that is no text the rows before are read as far as the reader happened to come.
  const { length } = whole.rejected;
  const told = ({ kind, end, rejected }: LogOutcome) => [kind, end, rejected.slice(0, length)];
  return [told(whole), told(inStretches)];
}

const START_S = 1_790_931_600;

/** Rows of few calls, so that ids, traces and names meet again in other stretches. */
const call = fc.record({
  id: fc.constantFrom("a", "b", "ü-1", "\ud800", "c", "d", "e", "f", "g", "h"),
  trace: fc.constantFrom(undefined, "a", "t-1", "t-2", "日本"),
  startS: fc.constantFrom(0, 1, 2, 700),
  hasFailed: fc.boolean(),
  prompt: fc.constantFrom("hello", "größer", "x".repeat(300), "1234567890123456"),
  fallbacks: fc.constantFrom(0, 0, 1, 3),
  team: fc.constantFrom(undefined, "t-eu-1", "other"),
  unmapped: fc.constantFrom({}, {}, { odd: 1 }, { "odd.2": 1, other: { __proto__: null } }),
  wrong: fc.constantFrom({}, {}, {}, { status: "maybe" }, { startTime: "soon" }, { id: "" }),
});

type Call = typeof call extends fc.Arbitrary<infer Value> ? Value : never;

function payload(made: Call): string {
  const { id, trace, startS, hasFailed, prompt, fallbacks, team, unmapped, wrong } = made;
  return JSON.stringify({
    id,
    trace_id: trace,
    call_type: "acompletion",
    startTime: START_S + startS,
    endTime: START_S + startS + 1,
    model: hasFailed ? "m-large" : "m-small",
    model_group: "group",
    custom_llm_provider: "openai",
    messages: [{ role: "user", content: prompt }],
    response: { choices: [{ message: { content: "ok" }, finish_reason: "stop" }] },
    status: hasFailed ? "failure" : "success",
    response_cost: hasFailed ? 0 : 0.001,
    metadata: {
      attempted_fallbacks: fallbacks,
      user_api_key_team_id: team,
      usage_object: { prompt_tokens: 10, completion_tokens: 2 },
    },
    ...(hasFailed && { error_information: { error_class: "RateLimitError" } }),
    ...unmapped,
    ...wrong,
  });
}

function spend({ id, trace, startS, prompt, wrong }: Call): string {
  return JSON.stringify({
    request_id: id,
    session_id: trace,
    call_type: "acompletion",
    spend: 0.002,
    // Without a zone: it is said once for the whole log.
    startTime: new Date((START_S + startS) * 1000).toISOString().replace("Z", ""),
    model: "m-small",
    model_group: "group",
    messages: [{ role: "user", content: prompt }],
    prompt_tokens: 3,
    completion_tokens: 1,
    end_user: "",
    ...wrong,
  });
}

const otherLines = [
  "",
  "  ",
  "not json",
  "[]",
  "null",
  '{"a": ',
  '{"id": "emb", "call_type": "aembedding"}',
  '{"id": "n", "call_type": "acompletion", "response_cost": 12345678901234567890}',
];
const line = fc.oneof(
  { arbitrary: call.map(payload), weight: 6 },
  { arbitrary: call.map(spend), weight: 3 },
  { arbitrary: fc.constantFrom(...otherLines), weight: 2 },
);
const file = fc
  .record({
    start: fc.constantFrom("", "", "\uFEFF"),
    lines: fc.array(fc.tuple(line, fc.constantFrom("\n", "\n", "\r\n")), { maxLength: 24 }),
    last: fc.option(line, { nil: "" }),
    bad: fc.option(fc.nat(), { nil: undefined, freq: 8 }),
  })
  .map(({ start, lines, last, bad }) => {
    const text = Buffer.from(`${start}${lines.map((parts) => parts.join("")).join("")}${last}`);
    // A byte that is never part of UTF-8.
    if (bad !== undefined && text.length > 0) text[bad % text.length] = 0xff;
    return text;
  });

function manifestIn(folder: DatasetFolder, files: readonly Buffer[]): string {
  const paths = files.map((bytes, index) => {
    folder.write(`log-${index}.jsonl`, bytes);
    return `log-${index}.jsonl`;
  });
  return folder.write(
    "d.dataset.yaml",
    `dataset: d
kind: log
source: {path: [${paths.join(", ")}], format: litellm}
record: {tags: {region: {from: metadata.user_api_key_team_id, pattern: "^t-([a-z]+)-"}, never: no.such.path}}
`,
  );
}

test("a log in stretches is read as it is whole, wherever they end and whoever reads them", async () => {
  const folder = aDatasetFolder();
  await fc.assert(
    fc.asyncProperty(
      fc.array(file, { minLength: 1, maxLength: 2 }),
      fc.integer({ min: 100, max: 3000 }),
      fc.constantFrom(2, 3, 1000),
      fc.boolean(),
      async (files, stretchBytes, share, strict) => {
        const manifest = manifestIn(folder, files);
        const [whole, inStretches] = await bothWays(manifest, stretchBytes, share, strict);
        expect(inStretches).toEqual(whole);
      },
    ),
    { seed: 20261126, numRuns: 40 },
  );
});

for (const generator of everyGenerator) {
  const { format, shape } = generator;
  test(`so is a log of ${format} ${shape}`, async () => {
    const folder = aDatasetFolder();
    const { files } = generator.generate(600, 3);
    const names = Object.keys(files);
    for (const name of names) folder.write(name, `${files[name]?.join("\n")}\n`);
    const options = Object.entries(generator.options).map(([key, value]) => `, ${key}: ${value}`);
    const manifest = folder.write(
      "d.dataset.yaml",
      `dataset: d\nkind: log\nsource: {path: [${names.join(", ")}], format: ${format}${options.join("")}}\n`,
    );
    for (const [stretchBytes, share] of [
      [10_000, 1000],
      [3_333, 3],
    ] as const) {
      const [whole, inStretches] = await bothWays(manifest, stretchBytes, share);
      expect(inStretches).toEqual(whole);
    }
  });
}
