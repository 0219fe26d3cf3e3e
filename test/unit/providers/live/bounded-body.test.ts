import { expect, test } from "vitest";
import { boundedBody, type BodyBounds } from "../../../../src/providers/live/bounded-body.ts";

interface Watched {
  readonly text: Promise<string>;
  readonly seen: string[];
}

function readBounded(chunks: readonly string[], bounds: Partial<BodyBounds>): Watched {
  const seen: string[] = [];
  const source = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      controller.close();
    },
  });
  const body = boundedBody(
    source,
    { maxBytes: 10, maxLineBytes: 10, ...bounds },
    {
      isAborted: () => false,
      onExcess: (excess) => seen.push(excess),
      onEnd: () => seen.push("end"),
    },
  );
  return { text: new Response(body).text(), seen };
}

test("a body within its bounds comes through whole, and its end is told", async () => {
  const { text, seen } = readBounded(["12345", "67890"], {});
  expect(await text).toBe("1234567890");
  expect(seen).toEqual(["end"]);
});

test("a body that is too long fails, and is told to be", async () => {
  const { text, seen } = readBounded(["12345", "678901"], {});
  await expect(text).rejects.toThrow("too long");
  expect(seen).toEqual(["body"]);
});

test("lines are counted across chunks, each from its own start", async () => {
  const short = readBounded(["ab\ncd", "e\nf", "gh"], { maxLineBytes: 3 });
  expect(await short.text).toBe("ab\ncde\nfgh");
  const long = readBounded(["ab\ncd", "ef", "\n"], { maxLineBytes: 3 });
  await expect(long.text).rejects.toThrow("too long");
  expect(long.seen).toEqual(["line"]);
});

test("a reader that stops early does not see the end", async () => {
  const seen: string[] = [];
  const source = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: (controller) => controller.enqueue(new Uint8Array(1)),
  });
  const body = boundedBody(
    source,
    { maxBytes: 4, maxLineBytes: 4 },
    { isAborted: () => true, onExcess: () => seen.push("excess"), onEnd: () => seen.push("end") },
  );
  const reader = body.getReader();
  await reader.read();
  await reader.cancel();
  expect(seen).toEqual([]);
});
