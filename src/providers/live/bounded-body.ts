/** How long a body that its reader no longer wants is read on, so that its connection lives. */
const DRAIN_MS = 50;

const LINE_END = 10;

type Bytes = Uint8Array<ArrayBuffer>;

export interface BodyBounds {
  readonly maxBytes: number;
  /** SDKs look through an unfinished line of events anew with every chunk of it. */
  readonly maxLineBytes: number;
}

/** What the reader of a body does not tell by reading it. */
export interface BodyWatch {
  readonly isAborted: () => boolean;
  readonly onExcess: (excess: "body" | "line") => void;
  readonly onEnd: () => void;
}

/**
 * The body, given up with an error beyond its bounds. A reader that stops early (the OpenAI SDK does
 * at its end mark, before the transport's) does not cost the connection: the rest is read on for a
 * moment, unless the call is aborted.
 */
export function boundedBody(
  source: ReadableStream<Bytes>,
  { maxBytes, maxLineBytes }: BodyBounds,
  { isAborted, onExcess, onEnd }: BodyWatch,
): ReadableStream<Bytes> {
  const reader = source.getReader();
  let bytes = 0;
  let lineBytes = 0;
  return new ReadableStream<Bytes>(
    {
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) {
          onEnd();
          return controller.close();
        }
        bytes += value.byteLength;
        const lineEnd = value.lastIndexOf(LINE_END);
        lineBytes = (lineEnd === -1 ? lineBytes : -lineEnd - 1) + value.byteLength;
        if (bytes <= maxBytes && lineBytes <= maxLineBytes) return controller.enqueue(value);
        onExcess(bytes > maxBytes ? "body" : "line");
        controller.error(new Error("the answer is too long"));
        return letGo(reader);
      },
      // Not awaited: nobody's latency is to hold the wait for a rest that nobody reads.
      cancel() {
        if (isAborted()) letGo(reader);
        else drain(reader, maxBytes - bytes);
      },
    },
    // A chunk is asked for when it is wanted: nothing is read ahead of the SDK.
    { highWaterMark: 0 },
  );
}

function letGo(reader: ReadableStreamDefaultReader<Bytes>): void {
  // A body that failed by itself cannot be cancelled either: there is nothing left to save.
  reader.cancel().catch(() => undefined);
}

function drain(reader: ReadableStreamDefaultReader<Bytes>, maxBytes: number): void {
  let left = maxBytes;
  const timer = setTimeout(() => letGo(reader), DRAIN_MS);
  const readOn = async (): Promise<void> => {
    try {
      while (left > 0) {
        const { done, value } = await reader.read();
        if (done) return;
        left -= value.byteLength;
      }
      letGo(reader);
    } catch {
      // The connection broke after its answer was complete.
    } finally {
      clearTimeout(timer);
    }
  };
  void readOn();
}
