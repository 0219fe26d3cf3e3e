import { citations } from "./citations.ts";
import { contains } from "./contains.ts";
import { exactMatch } from "./exact-match.ts";
import type { Grader } from "./grader.ts";
import { jsonFields } from "./json-fields.ts";
import { jsonSchema } from "./json-schema.ts";
import { label } from "./label.ts";
import { numeric } from "./numeric.ts";
import { recorded } from "./recorded.ts";
import { refusal } from "./refusal.ts";
import { regex } from "./regex.ts";
import { streamingShape } from "./streaming-shape.ts";
import { toolCall } from "./tool-call.ts";

/** Every grader that a dataset's `scoring` list may name. */
export const graders: ReadonlyMap<string, Grader> = new Map([
  ["exact_match", exactMatch],
  ["contains", contains],
  ["regex", regex],
  ["numeric", numeric],
  ["json_schema", jsonSchema],
  ["json_fields", jsonFields],
  ["label", label],
  ["tool_call", toolCall],
  ["refusal", refusal],
  ["citations", citations],
  ["streaming_shape", streamingShape],
  ["recorded", recorded],
]);
