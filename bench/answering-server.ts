/**
 * A chat endpoint that answers after a fixed time, in a process of its own, and says at its end what
 * it saw: how many calls, how long from the first to the last, how many at once.
 * Usage: node bench/answering-server.ts LATENCY_MS; prints its port, then on SIGTERM what it saw.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const latencyMs = Number(process.argv[2] ?? 50);
const answer = JSON.stringify({
  id: "chatcmpl-1",
  object: "chat.completion",
  created: 1_795_000_000,
  model: "small-model",
  choices: [
    {
      index: 0,
      message: { role: "assistant", content: "billing", refusal: null },
      finish_reason: "stop",
    },
  ],
  usage: { prompt_tokens: 40, completion_tokens: 4, total_tokens: 44 },
});

let calls = 0;
let inFlight = 0;
let mostInFlight = 0;
let firstAtMs = 0;
let lastAtMs = 0;

const server = createServer((request, response) => {
  firstAtMs ||= performance.now();
  calls += 1;
  inFlight += 1;
  mostInFlight = Math.max(mostInFlight, inFlight);
  request.resume();
  request.on("end", () => {
    setTimeout(() => {
      inFlight -= 1;
      lastAtMs = performance.now();
      response.writeHead(200, { "content-type": "application/json" });
      response.end(answer);
    }, latencyMs);
  });
});
server.keepAliveTimeout = 30_000;
server.listen(0, "127.0.0.1", () => console.log((server.address() as AddressInfo).port));
process.on("SIGTERM", () => {
  console.log(JSON.stringify({ calls, seconds: (lastAtMs - firstAtMs) / 1000, mostInFlight }));
  process.exit(0);
});
