// Leaves out of Plotly what no figure of ours uses: half of what a map needs, a sixth of the rest.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
// a component that is not there is asked for by name only, and Plotly takes a missing method for an empty one
const COMPONENTS = ['annotations3d', 'images', 'updatemenus', 'sliders', 'rangeslider', 'rangeselector'];
const component = (name) => `module.exports = { moduleType: 'component', name: '${name}' };`;
const MODEBAR = 'plotly.js/src/components/modebar';

const REPLACED = [
  ...COMPONENTS.map((name) => [new RegExp(`^(\\./|\\.\\./)components/${name}$`), component(name)]),
  // the tool bar is off (charts.js); its settings are read all the same
  [
    /^\.\.?\/components\/modebar$/,
    `module.exports = {
      moduleType: 'component', name: 'modebar', manage() {},
      layoutAttributes: require('${MODEBAR}/attributes').default,
      supplyLayoutDefaults: require('${MODEBAR}/defaults'),
    };`,
  ],
  [/fonts\/ploticon$/, 'module.exports = {};'],
  // countries by name, and some hundred projections: our areas bring their outlines, and lie on Mercator's map
  [/^country-iso-search$/, 'module.exports = { COUNTRIES: [], createLookup: () => ({ lookupAlpha3: () => null }) };'],
  [/^d3-geo-projection$/, 'module.exports = {};'],
  // the world behind our areas is empty (geo-stub.js)
  [/^topojson-client$/, "module.exports = { feature: () => ({ type: 'FeatureCollection', features: [] }) };"],
  [/^native-promise-only$/, ''],
  // its 30 colour spaces; figures have #rrggbb, rgb(), hsl() and names
  [
    /^culori$/,
    `export { converter, formatHex, formatRgb, wcagContrast, wcagLuminance } from 'culori/fn';
     import { modeHsl, modeLrgb, modeRgb, useMode } from 'culori/fn';
     [modeRgb, modeHsl, modeLrgb].forEach((mode) => useMode(mode));`,
  ],
];

export const without = {
  name: 'without',
  setup(build) {
    REPLACED.forEach(([filter], place) => {
      build.onResolve({ filter }, (found) => {
        if (found.namespace === 'without' || !found.importer.includes('plotly.js')) return undefined;
        return { path: String(place), namespace: 'without' };
      });
    });
    build.onLoad({ filter: /.*/, namespace: 'without' }, ({ path }) => ({
      contents: REPLACED[path][1],
      resolveDir: here,
    }));
  },
};
