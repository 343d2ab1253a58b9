// Plotly asks a foreign host for a world map before any choropleth, even one with its own outlines: give it an
// empty one.
const none = { type: 'GeometryCollection', geometries: [] };
const names = ['coastlines', 'land', 'ocean', 'lakes', 'rivers', 'countries', 'subunits'];
const world = { type: 'Topology', arcs: [], objects: Object.fromEntries(names.map((name) => [name, none])) };
window.PlotlyGeoAssets = { topojson: { world_110m: world, world_50m: world } };
