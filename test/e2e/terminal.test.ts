import { afterAll, beforeAll, expect, test } from "vitest";
import { displayWidth } from "../../src/reports/display-width.ts";
import { hasTerminal, onTerminal } from "../support/narrow-terminal.ts";
import { routeproof } from "../support/routeproof.ts";
import { skipSaying } from "../support/skip-saying.ts";
import { aWorkspace, type Workspace } from "../support/workspace.ts";

let work: Workspace;
const ATTACK = "\u001b]0;pwn\u0007\u001b[2J\u009b31m\u202e\r::error::x";
const utf8 = { LANG: "C.UTF-8", LC_ALL: "", LC_CTYPE: "", TERM: "xterm" };

beforeAll(() => {
  work = aWorkspace({ records: 60 });
  const row = (index: number): string =>
    JSON.stringify({
      id: `rec-${index} ${ATTACK}`,
      prompt: `prompt ${ATTACK}`,
      intent: `billing ${ATTACK}`,
      weak_text: `answer ${ATTACK}`,
      weak_ok: index % 3 > 0,
      weak_in: 100,
      weak_out: 50,
      weak_ms: 200,
      strong_text: `answer ${ATTACK}`,
      strong_ok: true,
      strong_in: 100,
      strong_out: 60,
      strong_ms: 400,
    });
  work.write("table.jsonl", Array.from({ length: 60 }, (_, index) => `${row(index)}\n`).join(""));
  const manifest = `dataset: ${JSON.stringify(`hostile ${ATTACK}`)}
kind: outcomes
source: {path: table.jsonl, format: jsonl}
record: {id: id, prompt: prompt, tags: {intent: intent}}
outcomes:
  weak: {response: weak_text, accepted: weak_ok, input_tokens: weak_in, output_tokens: weak_out, latency_ms: weak_ms}
  strong: {response: strong_text, accepted: strong_ok, input_tokens: strong_in, output_tokens: strong_out, latency_ms: strong_ms}
`;
  work.write("table.dataset.yaml", manifest);
  routeproof([...work.runArgs("kept"), "--quiet"]);
});

afterAll(() => work.remove());

/** What is left of a terminal's text once the progress line's own erasing is taken out. */
function acting(lines: readonly string[]): readonly string[] {
  return lines
    .map((line) => line.replaceAll("\r\u001b[2K", ""))
    .filter((line) => /(?!\t)\p{Cc}|[\u202a-\u202e]|^\s*::/u.test(line));
}

test("control characters of ids, tags, names and answers never reach a terminal", (context) => {
  if (!hasTerminal) return skipSaying(context, "script(1) is not installed");
  const record = `rec-0 ${ATTACK}`;
  const commands = [
    work.runArgs("again"),
    ["show", work.path("kept"), record],
    ["show", work.path("kept"), `nobody ${ATTACK}`],
    ["report", work.path("kept")],
    ["report", work.path("kept"), "--format", "md", "--print"],
    ["check", work.folder],
    ["explain", "--policy", work.path("weak.yaml"), "--dataset", work.path("table.dataset.yaml")],
  ];
  for (const args of commands) {
    const lines = onTerminal(args, 80, utf8);
    expect(lines.join("").length).toBeGreaterThan(20);
    expect({ args: args.slice(0, 2), acting: acting(lines) }).toMatchObject({ acting: [] });
  }
});

test("gates have bars where the terminal is wide, in characters that it shows", (context) => {
  if (!hasTerminal) return skipSaying(context, "script(1) is not installed");
  const barsAt = (columns: number, env: Readonly<Record<string, string>>): readonly string[] => {
    const out = `at-${columns}-${env["TERM"]}-${env["LANG"]}`;
    const lines = onTerminal(work.runArgs(out), columns, env);
    for (const line of lines.filter((one) => !one.includes("\u001b"))) {
      // The last line and paths are not folded; what is drawn always fits.
      if (/^ {4}/.test(line)) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
    }
    return lines.filter((line) => /^ {4}\S*.*(?:●|o)/.test(line));
  };
  expect(barsAt(60, utf8)).toEqual([]);
  for (const columns of [100, 160]) {
    expect(barsAt(columns, utf8).at(-1)).toBe(
      "    bars: ● observed, ├ ┤ its bounds, │ the limit, · the side that passes",
    );
    expect(barsAt(columns, { ...utf8, TERM: "dumb" }).at(-1)).toContain("bars: o observed, [ ]");
  }
  expect(barsAt(101, { ...utf8, LANG: "C" }).at(-1)).toContain("bars: o observed, [ ]");
});
