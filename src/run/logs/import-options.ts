import { existsSync } from "node:fs";
import { basename, resolve } from "node:path";
import { didYouMean } from "../../core/nearest-name.ts";
import { logFormats } from "../../datasets/logs/formats.ts";
import { isLogFormatName, type LogFormatName } from "../../datasets/logs/log-format.ts";
import {
  logOptionFlags,
  type LogOption,
  type LogOptions,
} from "../../datasets/logs/log-options.ts";
import { badUsage, oneOf, required } from "../options/option-values.ts";

/** What the command line says, as it was typed. */
export interface ImportFlags {
  readonly out?: string;
  readonly name?: string;
  readonly costUnit?: string;
  readonly usageBasis?: string;
  readonly latencyParts?: string;
  readonly tag?: readonly string[];
  readonly fold?: boolean;
  readonly strict?: boolean;
  readonly storeText?: string;
}

export interface ImportOptions {
  readonly format: LogFormatName;
  readonly files: readonly string[];
  /** The folder that the dataset is written into. */
  readonly out: string;
  /** The dataset's name. */
  readonly name: string;
  readonly log: LogOptions;
  /** Tag to path in a row; absent: the format's own. */
  readonly tags: Readonly<Record<string, string>> | undefined;
  /** Whether a failed call and what follows it are one request. */
  readonly folds: boolean;
  readonly strict: boolean;
  readonly storeText: "full" | "none";
}

/** Options that are sound; throws what is wrong with them before anything is read. */
export function resolveImportOptions(
  formatName: string,
  files: readonly string[],
  flags: ImportFlags,
  isInCi: boolean,
): ImportOptions {
  const format = knownFormat(formatName);
  for (const file of files) {
    if (!existsSync(file)) throw badUsage(`there is no file ${file}`);
  }
  if (flags.name === "") throw badUsage("--name is empty", "leave it out for the folder's name");
  const out = required("-o, --out", flags.out, "name the folder for the dataset: -o datasets/prod");
  const log: LogOptions = {
    costUnit: oneOf("--cost-unit", flags.costUnit, ["usd", "cents"]),
    usageBasis: oneOf("--usage-basis", flags.usageBasis, ["inside", "outside"]),
    latencyParts: oneOf("--latency-parts", flags.latencyParts, ["sum"]),
  };
  refuseOptions(format, log);
  return {
    format,
    files: files.map((file) => resolve(file)),
    out,
    name: flags.name ?? basename(resolve(out)),
    log,
    tags: tagsOf(flags.tag ?? []),
    folds: flags.fold !== false,
    strict: flags.strict ?? isInCi,
    storeText: oneOf("--store-text", flags.storeText, ["full", "none"]) ?? "full",
  };
}

function knownFormat(name: string): LogFormatName {
  const known = Object.keys(logFormats);
  if (isLogFormatName(name) && known.includes(name)) return name;
  const hint = didYouMean(name, known);
  const table = name === "csv" || name === "jsonl";
  throw badUsage(
    `unknown log format "${name}": one of ${known.join(", ")}`,
    table
      ? "a table of your own needs no import: write a manifest with kind: log and say where everything stands"
      : (hint ?? "a log of another kind can be read by a manifest: kind: log, format: jsonl"),
  );
}

function refuseOptions(format: LogFormatName, values: LogOptions): void {
  const needs = logFormats[format]?.options ?? {};
  for (const name of Object.keys(logOptionFlags) as readonly LogOption[]) {
    const flag = logOptionFlags[name];
    if (values[name] !== undefined && needs[name] === undefined) {
      throw badUsage(`the format ${format} has no use for ${flag}`, `leave ${flag} out`);
    }
    if (values[name] === undefined && needs[name] === "required") {
      throw badUsage(`the format ${format} does not say it itself: ${flag} is needed`);
    }
  }
}

function tagsOf(texts: readonly string[]): ImportOptions["tags"] {
  if (texts.length === 0) return undefined;
  return Object.fromEntries(
    texts.map((text) => {
      const [name = "", ...rest] = text.split("=");
      const path = rest.join("=");
      if (name !== "" && path !== "") return [name, path];
      throw badUsage(`--tag must be NAME=PATH, got "${text}"`, "such as --tag team=metadata.team");
    }),
  );
}
