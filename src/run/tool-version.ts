import { readFileSync } from "node:fs";

/** The version in package.json, which stands two folders up from sources and build alike. */
export const TOOL_VERSION: string = (
  JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
    readonly version: string;
  }
).version;
