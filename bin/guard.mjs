// Runs on any Node: optional packages fail to install silently, so say it clearly when the pinned runtime is missing. And what was
// compiled once is kept beside the packages: every command starts in two thirds of the time.
import module from 'node:module';
import { fileURLToPath } from 'node:url';

if (!process.features.typescript) {
  process.stderr.write(
    `sauma: Node ${process.version} cannot run this program. Run "npm ci" (without --omit=optional), then use "npm start" or "npx sauma".\n`,
  );
  process.exit(1);
}
module.enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/sauma', import.meta.url)));
