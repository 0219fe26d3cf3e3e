import { createHash } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { HarnessError } from "../../../src/core/harness-error.ts";
import { parseDocument, readDocument } from "../../../src/documents/source-document.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "documents-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function refusalOf(text: string): string {
  try {
    parseDocument("a.yaml", text);
  } catch (error) {
    if (error instanceof HarnessError && error.code === "invalid-input") return error.message;
    throw error;
  }
  return "no refusal";
}

async function refusalOfFile(file: string): Promise<string> {
  const refusal: unknown = await readDocument(file).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(HarnessError);
  return refusal instanceof HarnessError ? refusal.message.replaceAll(folder, "") : "";
}

function fileWith(name: string, content: string | Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

test("words that older YAML would change stay what they are", () => {
  const { value } = parseDocument("a", "a: [no, on, y, 012, 0o14, 2026-11-01, 1e3, ~, '1', 0.10]");
  expect(value).toEqual({ a: ["no", "on", "y", 12, 12, "2026-11-01", 1000, null, "1", 0.1] });
});

test("JSON is read as it is, tabs and escapes included", () => {
  const { value } = parseDocument(
    "a",
    '{\n\t"a": [1.5e-3, "\\ud83d\\ude00\\/", null, {"": true}]\n}',
  );
  expect(value).toEqual({ a: [0.0015, "😀/", null, { "": true }] });
});

test("keys that are not text become text", () => {
  expect(parseDocument("a", "1: a\ntrue: b\n0.5: c").value).toEqual({
    "1": "a",
    true: "b",
    "0.5": "c",
  });
});

test("an alias stands for its anchor's value, the last one before it", () => {
  const { value } = parseDocument("a", "a: &x {k: 1}\nb: *x\nc: &x 2\nd: *x");
  expect(value).toEqual({ a: { k: 1 }, b: { k: 1 }, c: 2, d: 2 });
});

test.each([
  ["a: 1\na: 2", "a.yaml:2:1: Map keys must be unique"],
  ["a:\n\tb: 1", "a.yaml:2:1: Tabs are not allowed as indentation"],
  ["a: *nowhere", "a.yaml:1:4: the alias *nowhere has no anchor &nowhere before it"],
  ["a: &x [1, *x]", "a.yaml:1:11: the alias *x stands inside what it repeats"],
  ["a: !!js/function 'x'", "a.yaml:1:4: Unresolved tag: tag:yaml.org,2002:js/function"],
  ["a: .inf", 'a.yaml:1:4: ".inf" is not a finite number'],
  ["a:\n  b: 1e999", 'a.yaml:2:6: "1e999" is not a finite number'],
  ["a: -.INF", 'a.yaml:1:4: "-.INF" is not a finite number'],
  ["a: .nan", 'a.yaml:1:4: ".nan" is not a finite number'],
  [
    "a: 12345678901234567890",
    "a.yaml:1:4: 12345678901234567890 has more digits than a number can hold exactly (put it in quotes if it is an id)",
  ],
  ["__proto__: {x: 1}", 'a.yaml:1:1: the key "__proto__" is not allowed'],
  [
    "a: 1\n---\nb: 2",
    "a.yaml:2:1: Source contains multiple documents; please use YAML.parseAllDocuments()",
  ],
  ["%YAML 1.1\n---\na: yes", "a.yaml:1:1: is not YAML 1.2"],
  ["a: !!binary aGk=", "a.yaml:1:4: Unresolved tag: tag:yaml.org,2002:binary"],
])("%j is refused where it stands", (text, message) => {
  expect(refusalOf(text).split("\n").slice(1)).toEqual([message]);
});

test("a wrong indentation and an unclosed quote are refused with a place", () => {
  expect(refusalOf("a:\n  b: 1\n c: 2")).toMatch(/a\.yaml:3:\d+: /);
  expect(refusalOf('a: 1\nb: "x\n')).toMatch(/a\.yaml:\d+:\d+: Missing closing "quote/);
});

test("all faults of a document are told at once", () => {
  const lines = refusalOf("a: .inf\nb: *gone\n__proto__: 1").split("\n");
  expect(lines[0]).toBe("a.yaml: 3 problems");
  expect(lines).toHaveLength(4);
});

test("a merge key is a plain key and pollutes nothing", () => {
  const { value } = parseDocument("a", "base: &b {polluted: 1}\nc:\n  <<: *b");
  expect(value).toEqual({ base: { polluted: 1 }, c: { "<<": { polluted: 1 } } });
  expect("polluted" in {}).toBe(false);
});

test("a few hundred bytes of aliases cannot ask for billions of values", () => {
  const levels = Array.from({ length: 9 }, (_, level) => {
    const items = level === 0 ? "x" : `*a${level - 1}`;
    return `a${level}: &a${level} [${Array.from({ length: 9 }, () => items).join(", ")}]`;
  });
  expect(refusalOf(levels.join("\n"))).toContain("aliases repeat more than 10000 values");
});

test.each([
  ["lists in lists", "- ".repeat(5000) + "x"],
  ["brackets", "[".repeat(5000) + "]".repeat(5000)],
  ["mappings in one line", "{a: ".repeat(5000) + "1" + "}".repeat(5000)],
  ["101 levels", "[".repeat(102) + "]".repeat(102)],
])("nesting without end is an error, not a crash: %s", (_, text) => {
  expect(refusalOf(text)).toMatch(/nested/);
});

const located = parseDocument(
  "a.yaml",
  [
    "policy: x", // 1
    "latency: {p95: 1, p50: 2}", // 2
    "rules:", // 3
    "  - when: 'a && b'", // 4
    "    route: r", // 5
    "  - when: |", // 6
    "      a ||", // 7
    "      b", // 8
    "empty:", // 9
    "shared: &s {k: 1}", // 10
    "again: *s", // 11
  ].join("\n"),
);

test.each([
  [["policy"], 1, 9],
  [["latency", "p50"], 2, 24],
  [["rules", 1, "when"], 6, 11],
  [["rules", 0, "route"], 5, 12],
  [["rules", 0, "missing"], 4, 5],
  [["latency", "missing", "deeper"], 2, 10],
  [["missing"], 1, 1],
  [["empty"], 9, 7],
  [["again", "k"], 10, 16],
  [[], 1, 1],
])("the value at %j is located", (path, line, column) => {
  expect(located.locate(path)).toEqual({ line, column });
});

test("a key is located where it stands, also inside one line", () => {
  expect(located.locateKey(["latency", "p50"])).toEqual({ line: 2, column: 19 });
  expect(located.locateKey(["rules", 0, "route"])).toEqual({ line: 5, column: 5 });
  expect(located.locateKey(["rules", 1])).toEqual({ line: 6, column: 5 });
});

test("the text of a string is located behind its quote or block mark", () => {
  expect(located.locateText(["policy"])).toEqual({ line: 1, column: 9 });
  expect(located.locateText(["rules", 0, "when"])).toEqual({ line: 4, column: 12 });
  expect(located.locateText(["rules", 1, "when"])).toEqual({ line: 7, column: 7 });
});

test("a file's hash is of its bytes, and its byte order mark and CRLF do no harm", async () => {
  const bytes = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from("a: 1\r\nb: ü\r\n")]);
  const document = await readDocument(fileWith("bom.yaml", bytes));
  expect(document.value).toEqual({ a: 1, b: "ü" });
  expect(document.locate(["b"])).toEqual({ line: 2, column: 4 });
  expect(document.sha256).toBe(createHash("sha256").update(bytes).digest("hex"));
});

test("an empty file is a document without a value", async () => {
  expect((await readDocument(fileWith("empty.yaml", ""))).value).toBeNull();
});

test("a missing file, a directory and a file below a file are named", async () => {
  expect(await refusalOfFile(join(folder, "gone.yaml"))).toBe("/gone.yaml: there is no such file");
  expect(await refusalOfFile(folder)).toBe(": is a directory, not a file");
  const file = fileWith("plain.yaml", "a: 1");
  expect(await refusalOfFile(join(file, "x"))).toBe("/plain.yaml/x: there is no such file");
});

test.skipIf(process.getuid?.() === 0)("a file without permission is named", async () => {
  const file = fileWith("secret.yaml", "a: 1");
  chmodSync(file, 0);
  expect(await refusalOfFile(file)).toBe("/secret.yaml: may not be read (permission denied)");
});

test("UTF-16 is named, with and without a byte order mark, in both orders", async () => {
  const little = Buffer.from("\ufeffa: 1", "utf16le");
  for (const bytes of [little, little.subarray(2), Buffer.from(little).swap16()]) {
    const refusal = await refusalOfFile(fileWith("wide.yaml", bytes));
    expect(refusal).toBe("/wide.yaml: is UTF-16 text, not UTF-8");
  }
});

test("bytes that are not UTF-8 are refused with their line", async () => {
  const bytes = Buffer.from([0x61, 0x3a, 0x31, 0x0a, 0x62, 0x3a, 0xe9, 0x0a]);
  const refusal = await refusalOfFile(fileWith("latin.yaml", bytes));
  expect(refusal.split("\n")[1]).toBe("/latin.yaml:2: is not UTF-8 text (save it as UTF-8)");
});
