// Bundles the front end into static/dist; called by `manage.py build_frontend`.
import * as esbuild from 'esbuild';
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { without } from './without.mjs';

const source = dirname(fileURLToPath(import.meta.url));
const target = join(source, '..', 'dist');
rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });

const common = {
  bundle: true,
  minify: true,
  target: ['chrome123', 'firefox121', 'safari17.5'],
  logLevel: 'warning',
  legalComments: 'none',
};
await esbuild.build({
  ...common,
  entryPoints: { app: join(source, 'app.js') },
  outdir: target,
  format: 'esm',
  splitting: true,
  chunkNames: 'chunk-[name]-[hash]',
  define: { global: 'window', 'define.amd': 'false', 'process.env.NODE_DEBUG': 'false' },
  plugins: [without],
  // Plotly brings the style sheet of its map library, which nothing here uses
  loader: { '.css': 'empty' },
});
// before the first paint, so not a module
await esbuild.build({ ...common, entryPoints: { theme: join(source, 'theme.js') }, outdir: target, format: 'iife' });
await esbuild.build({ ...common, entryPoints: { app: join(source, 'app.css') }, outdir: target });
copyFileSync(join(source, 'icon.svg'), join(target, 'icon.svg'));
