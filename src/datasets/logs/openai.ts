import { fieldSet } from "./field-set.ts";
import type { LogFormat } from "./log-format.ts";
import { readBatchAnswer, readBatchInput } from "./openai-batch.ts";
import { readEvalItem, readEvalOutput } from "./openai-evals.ts";
import { objectNamed, textNamed } from "./named-fields.ts";

const outputItem = "eval.run.output_item";

/** Files of OpenAI's batches (input, output and errors together) and of its evaluations. */
export const openai: LogFormat = {
  name: "openai",
  options: {},
  fields: fieldSet(
    "id custom_id method url body response error",
    "item sample object datasource_item results status",
    // Of the evaluation itself.
    "created_at eval_id run_id datasource_item_id",
  ),
  defaults: {},
  read(row, reading) {
    const object = textNamed(row, "object");
    if (object === outputItem) readEvalOutput(row, reading);
    else if (objectNamed(row, "item") !== undefined) readEvalItem(row, reading);
    else if (Object.hasOwn(row, "response") || Object.hasOwn(row, "error")) {
      readBatchAnswer(row, reading);
    } else if (Object.hasOwn(row, "body")) readBatchInput(row, reading);
    else if (object !== undefined) reading.skip(object);
    else reading.fault("custom_id", "neither a line of a batch nor one of an evaluation");
  },
};
