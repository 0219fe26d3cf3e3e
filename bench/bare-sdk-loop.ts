/**
 * The yardstick for live calls: the SDK's own client in a loop of its own, which does nothing with
 * what comes back. Usage: node bench/bare-sdk-loop.ts BASE_URL CALLS CONCURRENCY
 */
import OpenAI from "openai";

const [baseURL = "", calls = "5000", concurrency = "64"] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey: "none", maxRetries: 0 });
let left = Number(calls);

async function worker(): Promise<void> {
  while (left > 0) {
    left -= 1;
    await client.chat.completions.create({
      model: "small-model",
      messages: [
        { role: "user", content: `Which intent has ticket ${left}: my invoice is wrong?` },
      ],
    });
  }
}

await Promise.all(Array.from({ length: Number(concurrency) }, worker));
