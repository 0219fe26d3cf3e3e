import { aHeaderObject } from "../../providers/live/extra-headers.ts";
import type { GatewayUnderTest } from "./drill-gateway.ts";
import { badUsage, wholeNumber } from "../options/option-values.ts";
import type { World } from "../world.ts";

/** The options of a gateway as they were typed; absent: not given. */
export interface GatewayFlags {
  readonly gateway?: string | undefined;
  readonly upstreamPort?: string | undefined;
  readonly header?: readonly string[] | undefined;
  readonly apiKeyEnv?: string | undefined;
}

const MOST_PORT = 65_535;

/** The gateway to drill; absent: the engine is drilled. A drill never leaves this machine. */
export function resolveGateway(
  flags: GatewayFlags,
  { env, redaction }: Pick<World, "env" | "redaction">,
): GatewayUnderTest | undefined {
  const { gateway, upstreamPort, header = [], apiKeyEnv } = flags;
  if (gateway === undefined) {
    const idle = Object.entries({
      "--upstream-port": upstreamPort,
      "--header": flags.header,
      "--api-key-env": apiKeyEnv,
    });
    const [given] = idle.filter(([, value]) => value !== undefined);
    if (given === undefined) return undefined;
    throw badUsage(`${given[0]} is for a gateway`, "name it: --gateway http://127.0.0.1:8787/v1");
  }
  const port = wholeNumber("--upstream-port", upstreamPort, 1, MOST_PORT);
  if (port === undefined) {
    const hint = "the port where the gateway's configuration looks for its upstream, on 127.0.0.1";
    throw badUsage("--gateway needs --upstream-port", hint);
  }
  const apiKey = apiKeyEnv === undefined ? undefined : keyIn(apiKeyEnv, env);
  if (apiKey !== undefined) redaction.hide([apiKey]);
  return {
    url: ownAddress(gateway),
    upstreamPort: port,
    headers: headersOf(header),
    apiKey,
  };
}

/** Names resolve to what somebody else says: addresses of this machine alone are taken. */
function ownAddress(text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw badUsage(`--gateway must be an address such as http://127.0.0.1:8787/v1, got "${text}"`);
  }
  if (/^127(?:\.\d{1,3}){3}$/.test(url.hostname) || url.hostname === "[::1]") return text;
  const hint = "start the gateway on this machine and name it by 127.0.0.1";
  throw badUsage(`a drill never leaves this machine, and ${url.hostname} may be another`, hint);
}

function headersOf(texts: readonly string[]): Readonly<Record<string, string>> {
  const headers = texts.map((text): readonly [string, string] => {
    const colon = text.indexOf(":");
    if (colon < 1) throw badUsage(`--header must be NAME:VALUE, got "${text}"`);
    return [text.slice(0, colon).trim(), text.slice(colon + 1).trim()];
  });
  const wrong = aHeaderObject(Object.fromEntries(headers));
  if (wrong !== undefined)
    throw badUsage(`--header takes ${wrong}`, "see extra_headers of a route");
  return Object.fromEntries(headers);
}

function keyIn(name: string, env: World["env"]): string {
  const key = env(name);
  if (key !== undefined && key !== "") return key;
  throw badUsage(`${name} is not set`, `export ${name}=…`);
}
