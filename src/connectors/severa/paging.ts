// Home of Severa's two paging styles. A page's length proves nothing: token lists end when the header is absent, offset
// lists at an empty page. Only small registries trust a short page, since a row missed there is looked up again.
import { z } from 'zod';
import type { Clock } from '../../lib/clock.ts';
import { RejectedError, RetryableError } from '../../lib/errors.ts';
import type { HttpReply, HttpCall } from '../call.ts';
import type { Http } from '../http.ts';

type Query = NonNullable<HttpCall<unknown>['query']>;

export interface ListPage<Row> {
  readonly rows: readonly Row[];
  /** Where the next page begins; null on the last page. */
  readonly next: string | null;
  /** Start of the request, ms. */
  readonly askedAt: number;
  /** How far the server's clock is behind ours, ms. */
  readonly behindMs: number;
}

interface List<Row> {
  /** Path template that is also the path, unless `path` says otherwise. */
  readonly route: string;
  readonly path?: string;
  readonly query?: Query;
  readonly row: z.ZodType<Row>;
}

export interface Lists {
  /** Pages of a token list from a token on. Throws RetryableError when a token comes twice. */
  tokenPages<Row>(list: List<Row>, from: string | null): AsyncGenerator<ListPage<Row>>;
  /** Pages of an offset list from a position on, each guid once; the last page is empty. */
  offsetPages<Row extends Identified>(list: List<Row>, from: string | null): AsyncGenerator<ListPage<Row>>;
  /** All rows of an offset list, each guid once. */
  offset<Row extends Identified>(list: List<Row>): Promise<Row[]>;
  /** The same in one call when the list is short. */
  short<Row extends Identified>(list: List<Row>): Promise<Row[]>;
  /** A list that comes whole. */
  whole<Row>(list: List<Row>): Promise<Row[]>;
}

interface Identified {
  readonly guid?: string | null | undefined;
}

/** The documented maximum is 100, another page says 1,000: ask for more and take what comes. */
const wishedRows = 1_000;
const documentedRows = 100;
/** No page limit below the documented default is known. */
const smallestPage = 20;

/** @param pageMax the probed fact: most rows that the server gives in one page */
export function createLists(http: Http, clock: Clock, pageMax?: number): Lists {
  let asked = pageMax ?? wishedRows;
  /** The longest page seen: the server's limit is at least this. */
  let seenRows = smallestPage;

  const page = async <Row>(list: List<Row>, position: Query): Promise<HttpReply<readonly Row[]>> => {
    const rowCount = asked;
    try {
      const reply = await http.call(read(list, [...(list.query ?? []), ...position, ['rowCount', rowCount]]));
      seenRows = Math.max(seenRows, reply.data.length);
      return reply;
    } catch (error) {
      if (!(error instanceof RejectedError) || error.status !== 400 || rowCount <= documentedRows) throw error;
      asked = documentedRows;
      return await page(list, position);
    }
  };

  const offsetPages = async function* <Row extends Identified>(list: List<Row>, from: string | null, trustShort: boolean): AsyncGenerator<ListPage<Row>> {
    const guids = new Set<string>();
    for (let firstRow = Number(from ?? 0); ; ) {
      const askedAt = clock.now();
      const { data, headers } = await page(list, [['firstRow', firstRow]]);
      const rows = data.filter(({ guid }) => guid && !guids.has(guid) && guids.add(guid));
      firstRow += data.length;
      // A page of rows already seen: the list ignores firstRow.
      const isLast = rows.length === 0 || (trustShort && (data.length < smallestPage || data.length < Math.min(seenRows, asked)));
      yield { rows, next: isLast ? null : String(firstRow), askedAt, behindMs: behindMs(askedAt, headers['date']) };
      if (isLast) return;
    }
  };
  const offsetRows = async <Row extends Identified>(list: List<Row>, trustShort: boolean): Promise<Row[]> => {
    const rows: Row[] = [];
    for await (const page of offsetPages(list, null, trustShort)) rows.push(...page.rows);
    return rows;
  };

  return {
    async *tokenPages(list, from) {
      const tokens = new Set<string>();
      for (let token = from; ; ) {
        const askedAt = clock.now();
        const { data, headers } = await page(list, token === null ? [] : [['pageToken', token]]);
        const next = headers['nextpagetoken'] || null;
        if (next !== null && (next === token || tokens.has(next))) {
          throw new RetryableError('repeated-page', `Severa gave the same page of ${list.route} again; it will be read again later`);
        }
        yield { rows: data, next, askedAt, behindMs: behindMs(askedAt, headers['date']) };
        if (next === null) return;
        tokens.add(next);
        token = next;
      }
    },
    offsetPages: (list, from) => offsetPages(list, from, false),
    offset: (list) => offsetRows(list, false),
    short: (list) => offsetRows(list, true),
    async whole(list) {
      return [...(await http.call(read(list, list.query ?? []))).data];
    },
  };
}

function read<Row>(list: List<Row>, query: Query): HttpCall<readonly Row[]> {
  const path = list.path ?? list.route;
  return { method: 'GET', route: `GET ${list.route}`, path, query, bucket: 'severa', replay: 'safe', reply: z.array(list.row) };
}

/**
 * Since-filters compare with the server's clock. A server a little behind ours would hide what it changes within the
 * difference; a large difference is no clock error but another time altogether, and is left alone.
 */
function behindMs(askedAt: number, date: string | undefined): number {
  const behind = date === undefined ? 0 : askedAt - Date.parse(date);
  return behind > 0 && behind < 15 * 60_000 ? behind : 0;
}
