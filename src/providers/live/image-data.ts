/** The bytes of an image that a `data:` address holds, in base64. */
export interface ImageData {
  readonly mediaType: string;
  readonly base64: string;
}

/** Undefined: it is no `data:` address of an image in base64. */
export function imageDataOf(url: string): ImageData | undefined {
  const head = /^data:(image\/[\w.+-]+)(?:;[\w=.-]+)*;base64,/iu.exec(url);
  if (head === null) return undefined;
  return { mediaType: head[1]!.toLowerCase(), base64: url.slice(head[0].length) };
}
