const responses = new WeakSet<Response>();

/** Notes that nothing more came of a streamed answer. */
export function noteReadToEnd(response: Response): void {
  responses.add(response);
}

/**
 * Whether a streamed answer was read until its connection had no more of it. The OpenAI SDK stops
 * before, at the end mark that it hides: an answer that it read to the end came without the mark.
 */
export function wasReadToEnd(response: Response): boolean {
  return responses.has(response);
}
