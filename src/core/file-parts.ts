import { isJsonObject, type JsonValue } from "./json.ts";
import type { ModelRequest } from "./model-request.ts";

/** What the types of parts that hold a file have in their names. */
const fileType = /image|file|document|audio|video/;

/** Types of the parts of a request that are images, sounds or other files, each once, in order. */
export function filePartTypes(request: ModelRequest): readonly string[] {
  // What a prompt held that is not kept nobody knows: nothing speaks against a route.
  if (request.isRedacted) return noTypes;
  const { messages } = request;
  let types: Set<string> | undefined;
  for (const { content } of messages) {
    if (typeof content === "string" || !Array.isArray(content)) continue;
    for (const part of content as readonly JsonValue[]) {
      const type = isJsonObject(part) ? part["type"] : undefined;
      if (typeof type === "string" && fileType.test(type)) (types ??= new Set()).add(type);
    }
  }
  return types === undefined ? noTypes : [...types];
}

const noTypes: readonly string[] = [];
