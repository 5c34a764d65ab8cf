// Server-sent events, read from a fetch: unlike EventSource it tells a refusal from a broken line. Invariant: an event is given
// once its empty line has come, never a part of it, wherever the chunks are cut.

export interface ServerEvent {
  /** Where to go on after a break; null when the server gave none yet. */
  readonly id: string | null;
  /** `message` when the server named none. */
  readonly name: string;
  readonly data: string;
}

/** The events of one answer, in order. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const parser = createParser();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield* parser(decoder.decode(value, { stream: true }));
    }
  } finally {
    await reader.cancel().catch(() => null);
  }
}

/** Takes text as it comes; gives the events that are complete. */
export function createParser(): (chunk: string) => readonly ServerEvent[] {
  let rest = '';
  let id: string | null = null;
  let name = '';
  let data: string[] = [];

  const take = (line: string): ServerEvent | null => {
    if (line === '') {
      const event = data.length === 0 ? null : { id, name: name || 'message', data: data.join('\n') };
      [name, data] = ['', []];
      return event;
    }
    const colon = line.indexOf(':');
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /u, '');
    if (field === 'data') data.push(value);
    else if (field === 'event') name = value;
    else if (field === 'id') id = value;
    return null;
  };

  return (chunk) => {
    // A carriage return at the end may be half of a line end: it waits for what follows.
    const text = rest + chunk;
    const held = text.endsWith('\r') ? 1 : 0;
    const lines = text.slice(0, text.length - held).split(/\r\n|\n|\r/u);
    rest = (lines.pop() ?? '') + text.slice(text.length - held);
    return lines.flatMap((line) => take(line) ?? []);
  };
}
