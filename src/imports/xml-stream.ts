// XML as it comes, piece by piece, for files of which no more than one element fits into memory. Invariant: there are no entities but
// XML's own, nothing is fetched, and names are told without their prefixes.
import sax from 'sax';
import { damaged } from './workbook-errors.ts';

export interface XmlHandlers {
  /** @param attribute the value of one by its name without a prefix; null: there is none */
  open?(name: string, attribute: (name: string) => string | null): void;
  close?(name: string): void;
  /** May come in several pieces. */
  text?(text: string): void;
}

/** Strict: what HTML knows besides is no XML. */
const OPTIONS = { position: false, strictEntities: true };

/** @throws UsageError for what is no XML, ends too early, or declares a document type */
export async function readXml(pieces: AsyncIterable<string>, handlers: XmlHandlers): Promise<void> {
  const reader = sax.parser(true, OPTIONS);
  const text = (piece: string): void => handlers.text?.(piece);
  Object.assign(reader, {
    onerror: refuse,
    ondoctype: () => refuse('it declares a document type'),
    onopentag: ({ name, attributes }: sax.Tag) => handlers.open?.(local(name), (wanted) => valueOf(attributes, wanted)),
    onclosetag: (name: string) => handlers.close?.(local(name)),
    ontext: text,
    oncdata: text,
  });
  // XML knows one end of a line only; the two halves of one may come in two pieces.
  let held = '';
  for await (const piece of pieces) {
    const whole = held + piece;
    held = whole.endsWith('\r') ? '\r' : '';
    reader.write(whole.slice(0, whole.length - held.length).replaceAll(/\r\n?/gu, '\n'));
  }
  reader.write(held).close();
}

function refuse(cause: unknown): never {
  throw damaged(cause);
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function valueOf(attributes: Readonly<Record<string, unknown>>, wanted: string): string | null {
  const name = wanted in attributes ? wanted : Object.keys(attributes).find((one) => local(one) === wanted);
  return name === undefined ? null : String(attributes[name]);
}
