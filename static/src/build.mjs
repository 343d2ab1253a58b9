// Bundles the front end into static/dist; called by `manage.py build_frontend`.
import * as esbuild from 'esbuild';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
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
const built = await esbuild.build({
  ...common,
  metafile: true,
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
// what a page with bars, lines or a map loads, for ahead.js: the charts' own files and all that these import
const { outputs } = built.metafile;
const ahead = new Set();
function take(name) {
  if (ahead.has(name)) return;
  ahead.add(name);
  outputs[name].imports.filter((one) => one.kind === 'import-statement').forEach((one) => take(one.path));
}
for (const part of ['static/src/charts.js', 'plotly.js/lib/choropleth.js', 'plotly.js/lib/locales/id.js']) {
  take(Object.keys(outputs).find((name) => outputs[name].entryPoint?.endsWith(part)));
}
const app = join(target, 'app.js');
const files = [...ahead].map((name) => basename(name)).filter((name) => name !== 'app.js');
const text = readFileSync(app, 'utf8');
if (!text.includes('"CHART_FILES"')) throw new Error('app.js has no place for the names of the chart files');
writeFileSync(app, text.replace('"CHART_FILES"', files.map((name) => JSON.stringify(name)).join(',')));
// before the first paint, so not a module
await esbuild.build({ ...common, entryPoints: { theme: join(source, 'theme.js') }, outdir: target, format: 'iife' });
await esbuild.build({ ...common, entryPoints: { app: join(source, 'app.css') }, outdir: target });
copyFileSync(join(source, 'icon.svg'), join(target, 'icon.svg'));
