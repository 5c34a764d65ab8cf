// How the web app is built: one folder of static files in dist/web, every style in files (the server sends a strict content
// security policy), and no address but its own. The end-to-end tests build their stories with the same settings.
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export const webBuild = {
  plugins: [react()],
  // The server replaces the placeholder by a value of its own in every answer; Vite puts it where a nonce is needed.
  html: { cspNonce: '__CSP_NONCE__' },
  // Read by the packages below Mantine that make a style element of their own while a dialog is open.
  define: { __webpack_nonce__: 'globalThis.styleNonce' },
  build: {
    target: ['chrome123', 'edge123', 'firefox121', 'safari17.5'],
    // A data address in a style or an image would have to be allowed by the policy.
    assetsInlineLimit: 0,
    emptyOutDir: true,
    manifest: true,
    chunkSizeWarningLimit: 800,
  },
};

export default defineConfig({
  ...webBuild,
  root: resolve(import.meta.dirname, 'src/web'),
  base: '/',
  build: { ...webBuild.build, outDir: resolve(import.meta.dirname, 'dist/web') },
});
