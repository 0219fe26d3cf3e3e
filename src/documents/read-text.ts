import { sha256Hex } from "../core/canonical-json.ts";
import { readBytes } from "./read-bytes.ts";
import { utf8Text } from "./utf8-text.ts";

/** A text file as it is, with the SHA-256 of its bytes in hex. */
export async function readText(
  file: string,
): Promise<{ readonly text: string; readonly sha256: string }> {
  const bytes = await readBytes(file);
  return { text: utf8Text(file, bytes), sha256: sha256Hex(bytes) };
}
