// Where a PostgreSQL server is and how a session with it is set up. Invariant: values come back as the product keeps
// them, on every session alike: instants as ISO strings in UTC, plain dates and big or decimal numbers as strings.
import pg from 'pg';

/** A server reached through its socket folder; the embedded one. */
export interface SocketAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

export type ServerAddress = SocketAddress | { readonly url: string };

const CONNECT_LIMIT_MS = 5_000;
/** A unit of work never waits for anything but the database: one that idles was forgotten, and would hold its locks. */
const IDLE_IN_TRANSACTION_LIMIT_MS = 60_000;

export function clientConfig(address: ServerAddress): pg.ClientConfig {
  const { host, port, user, database } = 'url' in address ? ({} as Partial<SocketAddress>) : address;
  return {
    ...('url' in address ? { connectionString: address.url } : { host, port, user, database }),
    application_name: 'sauma',
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_LIMIT_MS,
    keepAlive: true,
    types: { getTypeParser: parserFor as pg.CustomTypesConfig['getTypeParser'] },
  };
}

/** True when the server takes a session and answers a statement. */
export async function answers(address: ServerAddress): Promise<boolean> {
  const client = new pg.Client(clientConfig(address));
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

const TEXT_ARRAY = 1009 as Parameters<typeof pg.types.getTypeParser>[0];
const INSTANT = { one: 1184, many: 1185 };
/** date, int8, numeric, timestamp without a zone: a single value and an array of it. */
const PLAIN = { one: [1082, 20, 1700, 1114], many: [1182, 1016, 1231, 1115] };

type Parser = (text: string) => unknown;

/** Local to our sessions: pg's defaults would make dates of plain dates (and shift them) and floats of decimals in arrays. */
function parserFor(type: number, format?: 'text' | 'binary'): Parser {
  const standard = pg.types.getTypeParser(type, format ?? 'text') as Parser;
  if (format === 'binary') return standard;
  if (type === INSTANT.one) return toInstantText;
  if (type === INSTANT.many) return (text) => asList(text).map((item) => (item === null ? null : toInstantText(item)));
  if (PLAIN.one.includes(type)) return asIs;
  return PLAIN.many.includes(type) ? asList : standard;
}

const asIs: Parser = (text) => text;
const asList = pg.types.getTypeParser(TEXT_ARRAY) as (text: string) => (string | null)[];

/** `2026-11-21 10:00:00.123456+02` → `2026-11-21T08:00:00.123Z`; milliseconds, like every instant of the product. */
function toInstantText(text: string): string {
  const iso = text.replace(' ', 'T').replace(/([+-]\d{2})$/, '$1:00');
  return new Date(iso).toISOString();
}
