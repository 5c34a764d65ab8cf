// The server gave no session: said in both languages and without the styles of the app, for nothing of it has been loaded.
import type { ReactElement } from 'react';
import type { Problem } from './problem.ts';

export function Unreachable({ problem }: { readonly problem: Problem }): ReactElement {
  return (
    <main className="unreachable">
      <h1>Sauma</h1>
      <p lang="fi">Palvelin ei vastannut odotetusti. Lataa sivu hetken päästä uudelleen.</p>
      <p lang="en">The server did not answer as expected. Reload the page in a moment.</p>
      <p><button type="button" onClick={() => location.reload()}>Lataa uudelleen · Reload</button></p>
      {problem.requestId !== null && <p><code>{problem.requestId}</code></p>}
    </main>
  );
}
