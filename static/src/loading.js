// Fetches the chart code only where a figure is on the page, and draws first what is on the screen or near it: a
// phone takes a third of a second for each. The others follow with the first move of the reader, or on paper.
const MOVES = ['pointermove', 'pointerdown', 'keydown', 'scroll', 'touchstart', 'beforeprint'];
const STILL_MS = 6000; // who only looks gets all of it too
const waiting = new Set();
let charts = null;
let last = Promise.resolve();
let moved = false;

const near = new IntersectionObserver(
  (seen) => seen.filter((one) => one.isIntersecting).forEach((one) => queue(one.target)),
  { rootMargin: '200px 0px' },
);

function queue(place) {
  near.unobserve(place);
  if (!waiting.delete(place)) return;
  last = last.then(() => drawn(place)).catch((problem) => reportError(problem));
}

async function drawn(place) {
  if (!place.isConnected || place.dataset.drawn) return;
  const { draw } = await charts;
  await draw(place);
}

function drawRest() {
  moved = true;
  MOVES.forEach((name) => window.removeEventListener(name, drawRest));
  [...waiting].forEach(queue);
}

export function drawAll(scope) {
  const places = [...scope.querySelectorAll('[data-figure]:not([data-drawn])')];
  if (!places.length) return;
  charts ??= import('./charts.js');
  for (const place of places) {
    waiting.add(place);
    if (moved) queue(place);
    else near.observe(place);
  }
}

MOVES.forEach((name) => window.addEventListener(name, drawRest, { passive: true }));
setTimeout(drawRest, STILL_MS);
