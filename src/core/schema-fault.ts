/**
 * What is wrong with an answer that had to be JSON of some shape. `extra_text`: there is JSON in
 * it, with words or a fence around.
 */
export type SchemaFault = "missing_field" | "wrong_type" | "extra_text" | "not_json" | "other";
