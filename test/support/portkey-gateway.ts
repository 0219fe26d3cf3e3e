import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { createRequire } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";

/** The real Portkey gateway in a process of its own. */
export interface PortkeyGateway {
  /** With `/v1`, as an OpenAI-compatible route writes it. */
  readonly baseUrl: string;
  readonly stop: () => Promise<void>;
}

const require = createRequire(import.meta.url);

const PATIENCE_MS = 30_000;

/** Starts the package's own command and waits until it answers. */
export async function startPortkeyGateway(): Promise<PortkeyGateway> {
  const port = await closedPort();
  const script = require.resolve("@portkey-ai/gateway/build/start-server.js");
  const child = spawn(process.execPath, [script, `--port=${port}`, "--headless"], {
    stdio: "ignore",
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  };
  const address = `http://127.0.0.1:${port}`;
  for (const endMs = Date.now() + PATIENCE_MS; Date.now() < endMs; await sleep(100)) {
    if (child.exitCode !== null) break;
    const isUp = await fetch(address).then(
      async (response) => (await response.text(), true),
      () => false,
    );
    if (isUp) return { baseUrl: `${address}/v1`, stop };
  }
  await stop();
  throw new Error("the Portkey gateway did not start");
}

/** A port of 127.0.0.1 that nobody listens on. */
export async function closedPort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
