import { expect, test } from "vitest";
import { createRedactor, redactJson } from "../../../src/core/redactor.ts";

const secret = 'sk-canary/7f+3==key"é';
const redact = createRedactor([secret]);

test.each([
  ["plain", secret],
  ["URL-encoded", encodeURIComponent(secret)],
  ["URL-encoded in small letters", encodeURIComponent(secret).toLowerCase()],
  ["in a form", new URLSearchParams({ key: secret }).toString().slice(4)],
  ["JSON", JSON.stringify(secret).slice(1, -1)],
  ["JSON in JSON", JSON.stringify(JSON.stringify(secret)).slice(3, -3)],
  ["JSON with escaped slashes", secret.replace("/", "\\/").replace('"', '\\"')],
  ["JSON in ASCII", secret.replace("é", "\\u00E9").replace('"', "\\u0022")],
])("a secret that is %s is replaced", (_form, written) => {
  expect(redact(`before ${written} after`)).toBe("before [redacted] after");
});

test.each(["", "a", "ab", "abc", "user:"])(
  "a secret in base64 is replaced, also behind %j within the same text",
  (before) => {
    for (const encoding of ["base64", "base64url"] as const) {
      const encoded = Buffer.from(`${before}${secret} and more`).toString(encoding);
      const redacted = redact(`Basic ${encoded}!`);
      expect(redacted).toContain("[redacted]");
      const rest = Buffer.from(redacted.replace("[redacted]", ""), encoding).toString();
      expect(rest).not.toContain("canary");
    }
  },
);

test("base64 in a URL is replaced too", () => {
  const both = createRedactor(["??>>??>>??>>"]);
  const encoded = Buffer.from("??>>??>>??>>").toString("base64");
  expect(encoded).toMatch(/[+/]/);
  expect(both(`x=${encodeURIComponent(encoded)}`)).toBe("x=[redacted]");
});

test("backslashes of a secret are found however often they were doubled", () => {
  const windows = createRedactor(["C:\\\\keys\\one"]);
  let written = "C:\\\\keys\\one";
  for (let times = 0; times < 3; times += 1) {
    expect(windows(`<${written}>`)).toBe("<[redacted]>");
    written = JSON.stringify(written).slice(1, -1);
  }
});

test("a text of nothing but backslashes or percent signs is gone through in one pass", () => {
  const awkward = createRedactor(["\\\\\\\\\\\\x/\\/\\/", "%25%25%25%25", "//////////"]);
  for (const text of ["\\", "%25", "%", "\\/", "/"].map((piece) => piece.repeat(30_000))) {
    expect(awkward(text).length).toBeGreaterThan(0);
  }
});

test("a secret that begins like a longer one leaves no rest of the longer one", () => {
  expect(createRedactor(["abcdefgh", "abcdefgh-ijkl"])("abcdefgh-ijkl abcdefgh")).toBe(
    "[redacted] [redacted]",
  );
});

test("values of fewer than eight characters are words, not secrets", () => {
  expect(createRedactor(["ollama", "", " none "])("ollama has none")).toBe("ollama has none");
});

test("blanks around a secret, as files leave them, do not hide it", () => {
  expect(createRedactor(["long-enough-key\n"])("a long-enough-key!")).toBe("a [redacted]!");
});

test("a text without the secret comes back as it is", () => {
  const text = "sk-canary is only how it begins";
  expect(redact(text)).toBe(text);
});

test("a secret of digits takes no number out of a JSON value, but every text", () => {
  const digits = createRedactor(["12345678"]);
  expect(redactJson({ tokens: 12345678, k12345678: ["12345678"] }, digits)).toEqual({
    tokens: 12345678,
    "k[redacted]": ["[redacted]"],
  });
});

test("a key that an excerpt cut short is hidden with what is left of it", () => {
  const secret = "canary+openai/4f1e9a7c2b";
  const redact = createRedactor([secret]);
  for (const left of [12, 15, 20, 23]) {
    expect(redact(`said "${secret.slice(0, left)}…" and more`)).toBe('said "[redacted]…" and more');
  }
  expect(redact(encodeURIComponent(secret).slice(0, 22))).toBe("[redacted]");
  expect(redact(Buffer.from(secret).toString("base64").slice(0, 20))).toBe("[redacted]");
});

test("words that a key begins with are left alone", () => {
  const redact = createRedactor(["sk-proj-4f1e9a7c2b8d", "postgres-9a7c"]);
  expect(redact("sk-proj-others, postgres-1")).toBe("sk-proj-others, postgres-1");
});
