import type { Drilled, RouteRole } from "../core/routes-in-use.ts";

export const FAILOVER_NOTE: string =
  "Who serves how much, and what stands behind it: the fallbacks that a policy writes from one " +
  "provider to another, whether a drill proved them, and what came of those that happened here.";

export const drilledWords: Readonly<Record<Drilled, string>> = {
  pass: "proven",
  fail: "does not do what is written",
  not_drilled: "not drilled",
  not_promised: "not written",
};

export const DOMINATED_NOTE: string =
  "Candidates for retirement: on the same records another route was at least as good in all " +
  "three figures and better in one. These are estimates without a test; a gate decides better.";

export const UNUSED_NOTE: string =
  "Named, and never called here. What is chosen by no record is a candidate for retirement; a " +
  "fallback that was not needed is none: drill it.";

export const roleWords: Readonly<Record<RouteRole, string>> = {
  choice: "to be chosen",
  fallback: "to fall back on",
  allowed: "as allowed",
};
