// The API as a page, for people who write programs against it: the same document that programs are given, shown by Swagger UI. Invariants:
// everything it loads comes from this server; it sends questions only when asked to, and nothing that changes anything.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { API_ROOT } from '../contract.ts';
import type { ApiReply, Route, TextReply } from '../route.ts';

const DOCS = '/api/docs';
/** Swagger UI sets styles on its elements and has its icons in data addresses; scripts are files of this server alone. */
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>API · Sauma</title>
    <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="${DOCS}/swagger-ui.css" />
  </head>
  <body>
    <main id="docs"></main>
    <script src="${DOCS}/swagger-ui-bundle.js"></script>
    <script src="${DOCS}/start.js"></script>
  </body>
</html>
`;
const START = `SwaggerUIBundle({
  url: '${API_ROOT}/openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  docExpansion: 'none',
  filter: true,
  defaultModelsExpandDepth: -1,
  supportedSubmitMethods: ['get'],
  validatorUrl: null,
});
`;

export function docsRoutes(): readonly Route[] {
  return [
    page('', () => Promise.resolve(file('text/html', PAGE))),
    page('/start.js', () => Promise.resolve(file('text/javascript', START))),
    page('/swagger-ui-bundle.js', async () => file('text/javascript', await ofPackage('swagger-ui-bundle.js'))),
    page('/swagger-ui.css', async () => file('text/css', await ofPackage('swagger-ui.css'))),
  ];
}

function page(path: string, handle: () => Promise<ApiReply>): Route {
  return { method: 'GET', path: `${DOCS}${path}`, permission: 'public', body: null, handle };
}

function file(type: string, body: string): TextReply {
  return { status: 200, headers: { 'content-type': `${type}; charset=utf-8`, 'content-security-policy': POLICY }, body };
}

function ofPackage(name: string): Promise<string> {
  return readFile(createRequire(import.meta.url).resolve(`swagger-ui-dist/${name}`), 'utf8');
}
