import { isJsonObject, type JsonObject } from "../../core/json.ts";
import type { Route } from "../../core/route.ts";
import type { ParameterProblem, ParameterRule } from "./route-parameters.ts";

/** Request headers of a route's own, by lower-case name. */
export type ExtraHeaders = Readonly<Record<string, string>>;

/** Who is asked, with which key and in which form, is said elsewhere in a registry. */
const reserved =
  /^(?:authorization|proxy-.*|cookie2?|set-cookie2?|host|content-.*|accept|accept-encoding|connection|keep-alive|te|trailer|transfer-encoding|upgrade|expect|user-agent|(?:x-)?(?:goog-)?api-key|x-stainless-.*|openai-.*)$/;

/** A name as HTTP has it. */
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Visible ASCII with blanks inside: what every server reads alike. */
const plainText = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;

/** An object of header names to texts, none of which the harness itself has to set. */
export const aHeaderObject: ParameterRule = (value) => {
  if (!isJsonObject(value)) return "an object of header names to texts";
  const names = Object.keys(value);
  const wrong = names.find((name) => !token.test(name));
  if (wrong !== undefined) return `header names, which ${JSON.stringify(wrong)} is not`;
  const taken = names.filter((name) => reserved.test(name.toLowerCase()));
  if (taken.length > 0) return `an object without ${taken.join(", ")}`;
  const twice = names.find((name, at) =>
    names.slice(0, at).some((other) => other.toLowerCase() === name.toLowerCase()),
  );
  if (twice !== undefined) return `each header once, not ${twice} again`;
  const odd = names.find((name) => {
    const text = value[name];
    return typeof text !== "string" || !plainText.test(text);
  });
  return odd === undefined ? undefined : `a text of visible ASCII for ${odd}`;
};

/** The headers that a route's calls carry beside those of its wire; empty: none. */
export function extraHeadersOf({ parameters }: Pick<Route, "parameters">): ExtraHeaders {
  const written = parameters["extra_headers"];
  if (!isJsonObject(written)) return {};
  const texts = Object.entries(written as JsonObject).flatMap(([name, text]) =>
    typeof text === "string" ? [[name.toLowerCase(), text] as const] : [],
  );
  return Object.fromEntries(texts.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

/** Vendors' own wires are as their SDKs have them: only a gateway is told more. */
export function extraHeaderProblems({
  provider,
  parameters,
}: Pick<Route, "provider" | "parameters">): readonly ParameterProblem[] {
  if (parameters["extra_headers"] === undefined || provider === "openai_compatible") return [];
  const message = `is for routes of provider openai_compatible, not of ${provider}`;
  return [{ parameter: "extra_headers", message }];
}
