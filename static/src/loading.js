// Fetches the chart code only where a figure is on the page.
let charts = null;

export async function drawAll(scope) {
  const places = [...scope.querySelectorAll('[data-figure]:not([data-drawn])')];
  if (!places.length) return;
  charts ??= import('./charts.js');
  const { draw } = await charts;
  for (const place of places) {
    if (place.isConnected && !place.dataset.drawn) await draw(place);
  }
}
