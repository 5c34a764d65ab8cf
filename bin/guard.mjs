// Runs on any Node: optional packages fail to install silently, so say it clearly when the pinned runtime is missing.
if (!process.features.typescript) {
  process.stderr.write(
    `sauma: Node ${process.version} cannot run this program. Run "npm ci" (without --omit=optional), then use "npm start" or "npx sauma".\n`,
  );
  process.exit(1);
}
