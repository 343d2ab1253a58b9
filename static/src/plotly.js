// Bars and lines up front; every other trace type is its own chunk, fetched when a figure needs it.
import './geo-stub.js';
import Plotly from 'plotly.js/lib/core';
import bar from 'plotly.js/lib/bar';

Plotly.register([bar]);
const loaders = {
  box: () => import('plotly.js/lib/box'),
  choropleth: () => import('plotly.js/lib/choropleth'),
  heatmap: () => import('plotly.js/lib/heatmap'),
  histogram: () => import('plotly.js/lib/histogram'),
  pie: () => import('plotly.js/lib/pie'),
  sankey: () => import('plotly.js/lib/sankey'),
  scattergeo: () => import('plotly.js/lib/scattergeo'),
  scatterpolar: () => import('plotly.js/lib/scatterpolar'),
  treemap: () => import('plotly.js/lib/treemap'),
  violin: () => import('plotly.js/lib/violin'),
};
const ready = new Set(['bar', 'scatter']);

export async function plotlyFor(traces) {
  const types = [...new Set(traces.map((trace) => trace.type || 'scatter'))].filter((type) => !ready.has(type));
  const modules = await Promise.all(types.map((type) => loaders[type]()));
  Plotly.register(modules.map((module) => module.default || module));
  types.forEach((type) => ready.add(type));
  return Plotly;
}

export { Plotly };
