/** Far above what an event of a text holds; pictures are not asked for. */
export const LARGEST_EVENT_BYTES: number = 4 * 1024 * 1024;

type Bytes = Uint8Array<ArrayBuffer>;

const separators = ["\n\n", "\r\n\r\n", "\r\r"];

/**
 * A stream of events that fails at one that does not end. Google's SDK searches all that it holds
 * of an event with every chunk that comes: a long one would cost the square of its length.
 */
export function withShortEvents(
  source: ReadableStream<Bytes>,
  onTooLong: () => void,
): ReadableStream<Bytes> {
  const reader = source.getReader();
  let heldBytes = 0;
  return new ReadableStream<Bytes>(
    {
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) return controller.close();
        heldBytes = bytesHeld(value) ?? heldBytes + value.byteLength;
        if (heldBytes <= LARGEST_EVENT_BYTES) return controller.enqueue(value);
        onTooLong();
        controller.error(new Error("an event that does not end"));
        return reader.cancel();
      },
      cancel: (reason) => reader.cancel(reason),
    },
    // A chunk is asked for when it is wanted.
    { highWaterMark: 0 },
  );
}

/** How much of a chunk stands behind its last whole event; absent: no event ends in it. */
function bytesHeld(chunk: Bytes): number | undefined {
  const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  const last = Math.max(...separators.map((separator) => bytes.lastIndexOf(separator)));
  return last === -1 ? undefined : chunk.byteLength - last;
}
