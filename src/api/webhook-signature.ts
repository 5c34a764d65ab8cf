// Whether a delivery is from HubSpot: the v3 signature over method, address, bytes and time. Invariant: nothing passes without a
// secret, the very bytes that were signed, and a time within five minutes of now, earlier or later; the older signature, which
// has no time in it, never does.
import { createHmac, timingSafeEqual } from 'node:crypto';

const WINDOW_MS = 300_000;

export interface SignedRequest {
  readonly method: string;
  /** The whole public address, with the query, as the sender wrote it. */
  readonly url: string;
  readonly body: Buffer;
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
}

/** Null when it is genuine, else why not: for our log, not for the sender. */
export function signatureProblem(request: SignedRequest, secret: string | null, now: number): 'no-secret' | 'unsigned' | 'late' | 'wrong' | null {
  const { timestamp, signature } = request;
  if (secret === null || secret === '') return 'no-secret';
  if (timestamp === undefined || signature === undefined || !/^\d{1,15}$/.test(timestamp)) return 'unsigned';
  const signed = createHmac('sha256', secret).update(`${request.method}${decodeUri(request.url)}`).update(request.body).update(timestamp);
  // Compared as text: bytes would have several spellings in base64.
  const [expected, given] = [Buffer.from(signed.digest('base64')), Buffer.from(signature)];
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return 'wrong';
  return Math.abs(now - Number(timestamp)) > WINDOW_MS ? 'late' : null;
}

const DECODED: Readonly<Record<string, string>> = {
  '%3A': ':', '%2F': '/', '%3F': '?', '%40': '@', '%21': '!', '%24': '$', '%27': "'", '%28': '(', '%29': ')', '%2A': '*', '%2C': ',', '%3B': ';',
};

/** HubSpot signs the address with these characters decoded, and no others. */
function decodeUri(url: string): string {
  return url.replace(/%[0-9a-f]{2}/gi, (code) => DECODED[code.toUpperCase()] ?? code);
}
