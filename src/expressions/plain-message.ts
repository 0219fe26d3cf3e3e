/** What the language's library says, without its jargon. */
const tokenWords: Readonly<Record<string, string>> = {
  EOF: "the end",
  NUMBER: "a number",
  STRING: "a text",
  BOOLEAN: "true or false",
  NULL: "null",
  IDENTIFIER: "a name",
  PLUS: '"+"',
  MINUS: '"-"',
  MULTIPLY: '"*"',
  DIVIDE: '"/"',
  MODULO: '"%"',
  EQ: '"=="',
  NE: '"!="',
  LT: '"<"',
  LE: '"<="',
  GT: '">"',
  GE: '">="',
  AND: '"&&"',
  OR: '"||"',
  NOT: '"!"',
  IN: '"in"',
  LPAREN: '"("',
  RPAREN: '")"',
  LBRACKET: '"["',
  RBRACKET: '"]"',
  LBRACE: '"{"',
  RBRACE: '"}"',
  DOT: '"."',
  COMMA: '","',
  COLON: '":"',
  QUESTION: '"?"',
  BYTES: "bytes",
};

const typeWords: Readonly<Record<string, string>> = {
  bool: "true or false",
  string: "text",
  int: "a whole number",
  uint: "a whole number",
  double: "a number",
  null: "null",
  list: "a list",
  map: "a mapping",
};

interface LibraryError {
  readonly code: string;
  readonly summary: string;
}

/** A type of the language in plain words: `dyn<string>` is text. */
export function plainType(type: string): string {
  const inner = /^dyn<(.+)>$/.exec(type)?.[1] ?? type;
  return typeWords[inner.replace(/<.*$/, "")] ?? inner;
}

/** The library's message in plain words. */
export function plainMessage({ code, summary }: LibraryError): string {
  switch (code) {
    case "expected_token":
    case "unexpected_token":
      return withTokenWords(summary.replace("Unexpected token:", "unexpected"));
    case "unexpected_character":
      return summary.replace("Unexpected character: ", "unexpected character ");
    case "no_such_overload":
      return mismatch(summary);
    case "no_matching_overload":
      return badCall(summary);
    case "limit_exceeded":
      return "is too large or too deeply nested";
    case "reserved_identifier":
      return summary.replace("Reserved identifier:", "reserved word");
    default:
      return summary;
  }
}

function withTokenWords(summary: string): string {
  const words = summary.replace(/\b[A-Z]{2,}\b/g, (token) => tokenWords[token] ?? token);
  return words.replace("Expected", "expected");
}

/** `no such overload: dyn<string> > int` */
function mismatch(summary: string): string {
  const binary = /^no such overload: (.+) (\S+) (.+)$/.exec(summary);
  if (binary !== null) {
    const [, left = "", operator, right = ""] = binary;
    return `"${operator}" does not work between ${plainType(left)} and ${plainType(right)}`;
  }
  const unary = /^no such overload: ([!-])(.+)$/.exec(summary);
  return unary === null ? summary : `"${unary[1]}" does not work on ${plainType(unary[2] ?? "")}`;
}

/** `found no matching overload for 'dyn.size(int)'` */
function badCall(summary: string): string {
  const call = /'(?:(.+)\.)?(\w+)\((.*)\)'$/.exec(summary);
  if (call === null) return summary;
  const [, receiver, name, given = ""] = call;
  const args = given === "" ? [] : given.split(", ").map(plainType);
  const on = receiver === undefined ? "" : ` on ${plainType(receiver)}`;
  return `${name}() does not work${on}${args.length === 0 ? "" : ` with ${args.join(" and ")}`}`;
}
