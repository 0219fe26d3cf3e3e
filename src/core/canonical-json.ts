import { hash } from "node:crypto";

/**
 * JSON text that depends on the value alone: keys in code unit order, no spaces, nothing for what
 * is undefined. Two documents that mean the same have the same text, and so the same hash.
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case "string":
    case "boolean":
      return JSON.stringify(value);
    case "number":
      if (!Number.isFinite(value)) throw new TypeError(`${value} has no canonical JSON`);
      return JSON.stringify(value);
    case "object":
      break;
    default:
      throw new TypeError(`a ${typeof value} has no canonical JSON`);
  }
  if (value === null) return "null";
  if (Array.isArray(value)) return arrayJson(value);
  if (value instanceof Map || value instanceof Set) {
    throw new TypeError("a Map or Set has no canonical JSON");
  }
  return objectJson(value as Readonly<Record<string, unknown>>);
}

function arrayJson(values: readonly unknown[]): string {
  let text = "[";
  for (let index = 0; index < values.length; index += 1) {
    text += (index === 0 ? "" : ",") + canonicalJson(values[index]);
  }
  return `${text}]`;
}

function objectJson(fields: Readonly<Record<string, unknown>>): string {
  let text = "{";
  for (const name of Object.keys(fields).sort()) {
    const value = fields[name];
    if (value === undefined) continue;
    text += `${text === "{" ? "" : ","}${nameJson(name)}:${canonicalJson(value)}`;
  }
  return `${text}}`;
}

/** Most names need no escape, which is sooner seen than looked for while quoting. */
function nameJson(name: string): string {
  return /^\w*$/.test(name) ? `"${name}"` : JSON.stringify(name);
}

/** SHA-256 in hex; a text counts as its UTF-8 bytes. */
export function sha256Hex(content: string | Uint8Array): string {
  return hash("sha256", content);
}
