/** Characters of text that are handed on at once. */
const PART_CHARACTERS = 64 * 1024;

/** Small texts as larger bytes: a stream that handed on each record by itself would do nothing else. */
export async function* textParts(texts: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let text = '';
  for await (const more of texts) {
    text += more;
    if (text.length < PART_CHARACTERS) continue;
    yield Buffer.from(text);
    text = '';
  }
  if (text !== '') yield Buffer.from(text);
}
