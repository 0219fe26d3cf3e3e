import { expect, test } from "vitest";
import {
  LARGEST_EVENT_BYTES,
  withShortEvents,
} from "../../../../../src/providers/live/gemini/gemini-events.ts";

const half = "x".repeat(LARGEST_EVENT_BYTES / 2);

/** How much was read of a stream of these chunks, and whether it was given up. */
async function readAll(chunks: readonly string[]): Promise<{ length: number; isGivenUp: boolean }> {
  let isGivenUp = false;
  const source = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      controller.close();
    },
  });
  let length = 0;
  try {
    for await (const chunk of withShortEvents(source, () => (isGivenUp = true))) {
      length += chunk.byteLength;
    }
  } catch (error) {
    expect(String(error)).toContain("does not end");
  }
  return { length, isGivenUp };
}

test("many events together may be as long as they like", async () => {
  const chunks = [half, "\n\n", half, "x\r\n\r\n", half, "\n\n"];
  const { length, isGivenUp } = await readAll(chunks);
  expect(isGivenUp).toBe(false);
  expect(length).toBe(chunks.join("").length);
});

test("one event that goes on beyond the cap is given up", async () => {
  expect((await readAll([half, half, "x", "\n\n"])).isGivenUp).toBe(true);
});
