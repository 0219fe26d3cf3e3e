import { litellm } from "./litellm.ts";
import type { LogFormat, LogFormatName } from "./log-format.ts";
import { routeproof } from "./routeproof.ts";

/** Every log format that is read: one file and one line each. */
export const logFormats: Readonly<Partial<Record<LogFormatName, LogFormat>>> = {
  litellm,
  routeproof,
};
