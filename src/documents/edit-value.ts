import { isCollection, isScalar, parseDocument, Scalar, type Document, type Node } from "yaml";
import { HarnessError } from "../core/harness-error.ts";
import type { JsonValue } from "../core/json.ts";
import type { Path } from "./node-offset.ts";

/** Lines are never folded, and braces have no padding, as most people write them. */
const layout = { lineWidth: 0, flowCollectionPadding: false } as const;

/**
 * A YAML or JSON text with one value replaced or added; comments stay. One plain value in place of
 * another leaves every other character as it is; anything else has the document written anew.
 */
export function withValue(text: string, path: Path, value: JsonValue): string {
  const document = parsed(text);
  const node = document.getIn(path, true);
  // An alias repeats what stands elsewhere: it is replaced, never what it repeats.
  if ((isScalar(node) || isCollection(node)) && node.anchor !== undefined) {
    throw new HarnessError(
      "invalid-input",
      `${path.join(".")} has an anchor, &${node.anchor}: another value there would change all that repeats it`,
      { hint: "write the value out in every place instead" },
    );
  }
  if (isScalar(node) && node.range && isPlain(value)) {
    const [from, to] = node.range;
    return text.slice(0, from) + plainText(value, node.type) + text.slice(to);
  }
  document.setIn(path, document.createNode(value, { flow: Array.isArray(value) }));
  return document.toString(layout);
}

/** A text with a further block under its root; comments stay, and so does all else where it can. */
export function withBlock(text: string, key: string, value: JsonValue): string {
  const document = parsed(text);
  const grown = `${text}${text === "" || text.endsWith("\n") ? "" : "\n"}${blockOf(key, value)}`;
  if (!document.has(key) && isWhole(grown, key)) return grown;
  document.set(key, document.createNode(value));
  return document.toString(layout);
}

/** A root in braces, or an end mark, leaves no place for a block at the end of the text. */
function isWhole(text: string, key: string): boolean {
  const document = parseDocument(text, { version: "1.2" });
  return document.errors.length === 0 && document.has(key);
}

function blockOf(key: string, value: JsonValue): string {
  const alone = parsed("{}\n");
  alone.contents = alone.createNode({ [key]: value }) as unknown as typeof alone.contents;
  return alone.toString(layout);
}

function parsed(text: string): Document<Node, false> {
  const document = parseDocument(text, { version: "1.2" });
  if (document.errors.length === 0) return document as unknown as Document<Node, false>;
  throw new HarnessError("bug", "a text that was read before cannot be read again");
}

function isPlain(value: JsonValue): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

/** In the quotes that were there; a bare word only where it reads back as the same text. */
function plainText(value: string | number | boolean, type: Scalar["type"]): string {
  if (typeof value !== "string") return String(value);
  if (type === Scalar.QUOTE_DOUBLE || type === Scalar.QUOTE_SINGLE) return JSON.stringify(value);
  const isWord = /^[\w./][\w./-]*$/.test(value) && parseDocument(value).toJS() === value;
  return isWord ? value : JSON.stringify(value);
}
