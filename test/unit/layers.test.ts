import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve, dirname } from "node:path";
import { expect, test } from "vitest";

/** Who may import whom: the table of rooms in the architecture, as data. */
const everyRoom = [
  "core",
  "stats",
  "documents",
  "expressions",
  "datasets",
  "policies",
  "routing",
  "providers",
  "replay",
  "scoring",
  "comparison",
  "reports",
];
const mayImport: Readonly<Record<string, readonly string[]>> = {
  core: [],
  stats: ["core"],
  documents: ["core"],
  expressions: ["core"],
  datasets: ["core", "documents", "expressions"],
  policies: ["core", "documents", "expressions"],
  routing: ["core", "expressions"],
  providers: ["core"],
  replay: ["core"],
  scoring: ["core"],
  comparison: ["core", "stats"],
  reports: ["core"],
  run: everyRoom,
  cli: ["core", "run"],
  index: [...everyRoom, "run"],
};

/** Each third-party package has one home. */
const homes: Readonly<Record<string, string>> = {
  "simple-statistics": "stats",
  "pure-rand": "stats",
  yaml: "documents",
  zod: "documents",
  "@marcbachmann/cel-js": "expressions",
  "csv-parse": "datasets",
  openai: "providers",
  "@anthropic-ai/sdk": "providers",
  "@google/genai": "providers",
  undici: "providers",
  "@pydantic/genai-prices": "providers",
  "p-limit": "replay",
  ajv: "scoring",
  "ajv-formats": "scoring",
  re2js: "scoring",
  "csv-stringify": "reports",
  "junit-report-builder": "reports",
  "d3-array": "reports",
  "d3-sankey": "reports",
  "d3-scale": "reports",
  "d3-shape": "reports",
  diff: "reports",
  commander: "cli",
};

/** Rooms that may touch files; nobody else imports node:fs. */
const touchesFiles = new Set([
  "documents",
  "datasets",
  "policies",
  "providers",
  "replay",
  "run",
  "cli",
]);

const src = resolve(import.meta.dirname, "../../src");

interface Import {
  readonly file: string;
  readonly room: string;
  readonly target: string;
}

function roomOf(path: string): string {
  const [first = ""] = relative(src, path).split("/");
  return first.replace(/\.ts$/, "");
}

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(file, "utf8");
  const found: Import[] = [];
  const statement =
    /^(?:import|export|\}).*?\bfrom "([^"]+)"|\bimport\("([^"]+)"\)|^import "([^"]+)"/gm;
  for (const match of text.matchAll(statement)) {
    found.push({
      file: relative(src, file),
      room: roomOf(file),
      target: match[1] ?? match[2] ?? match[3] ?? "",
    });
  }
  return found;
}

const files = readdirSync(src, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => join(src, name));
const imports = files.flatMap(importsOf);

test("imports are found in the sources", () => {
  expect(imports.length).toBeGreaterThan(20);
});

test("no room imports a room that the architecture does not allow", () => {
  const breaches = imports
    .filter(({ target }) => target.startsWith("."))
    .map((found) => ({
      ...found,
      to: roomOf(resolve(dirname(join(src, found.file)), found.target)),
    }))
    .filter(({ room, to }) => room !== to && !(mayImport[room] ?? []).includes(to))
    .map(({ file, to }) => `${file} imports ${to}`);
  expect(breaches).toEqual([]);
});

test("each third-party package is imported by its home only", () => {
  const breaches = imports
    .filter(({ target }) => !target.startsWith(".") && !target.startsWith("node:"))
    .map((found) => {
      const parts = found.target.split("/");
      const name = found.target.startsWith("@") ? parts.slice(0, 2).join("/") : (parts[0] ?? "");
      return { ...found, name };
    })
    .filter(({ room, name }) => homes[name] !== room)
    .map(({ file, name }) => `${file} imports ${name}`);
  expect(breaches).toEqual([]);
});

test("only rooms that may touch files import node:fs", () => {
  const breaches = imports
    .filter(({ target, room }) => target.startsWith("node:fs") && !touchesFiles.has(room))
    .map(({ file }) => file);
  expect(breaches).toEqual([]);
});

/** Lines of a room that match one of the patterns, as `file:line text`. */
function linesOf(room: string, patterns: readonly RegExp[]): readonly string[] {
  return files
    .filter((file) => roomOf(file) === room)
    .flatMap((file) =>
      readFileSync(file, "utf8")
        .split("\n")
        .map((line, index) => `${relative(src, file)}:${index + 1} ${line.trim()}`),
    )
    .filter((line) => patterns.some((pattern) => pattern.test(line)));
}

test("nothing in routing reads a clock, draws at random or waits", () => {
  const impure =
    /\b(?:Date|Math\.random|performance|async|await|Promise|setTimeout|setImmediate)\b/;
  expect(linesOf("routing", [impure])).toEqual([]);
});

test("no report depends on the machine's language, zone or time, or on chance", () => {
  const language = /\b(?:Intl|toLocale\w+|localeCompare)\b/;
  // A date's own getters are those of the machine's zone; the ones in UTC say so.
  const zone = /\.(?:[gs]et(?:FullYear|Month|Date|Day|Hours|Minutes|Seconds)|getTimezoneOffset)\b/;
  const zoneText = /\.to(?:Date|Time)String\b/;
  const now = /\b(?:Date\.now|performance|process)\b|\bnew Date\(\)/;
  const chance = /\b(?:Math\.random|randomUUID|randomBytes|getRandomValues)\b/;
  expect(linesOf("reports", [language, zone, zoneText, now, chance])).toEqual([]);
});
