// Draws the figures of a page in its theme and language, makes their PNG, and follows their links.
import { palette, recoloured } from './colours.js';
import { themed } from './layout.js';
import { Plotly, plotlyFor } from './plotly.js';

const language = document.documentElement.lang;
const config = { displayModeBar: false, responsive: true, displaylogo: false, locale: language, scrollZoom: false };
const words = () => document.getElementById('words').dataset;
let locale = null;

async function useLanguage() {
  if (language !== 'id') return;
  locale ??= import('plotly.js/lib/locales/id').then((module) => Plotly.register(module.default || module));
  await locale;
}

function specification(place) {
  return JSON.parse(document.getElementById(place.dataset.figure).textContent);
}

// A figure that needs more room than a phone has is drawn at that width, and its frame scrolls; a map is lower.
function fit(place, figure) {
  const frame = place.parentElement;
  const least = figure.layout?.meta?.least_width ?? 0;
  const scrolls = least > frame.clientWidth;
  place.style.minWidth = scrolls ? `${least}px` : '';
  const low = figure.layout?.meta?.narrow_height;
  place.style.height = low && frame.clientWidth < 600 ? `${low}px` : '';
  // a frame that scrolls must be reachable by keyboard
  if (scrolls) frame.tabIndex = 0;
  else frame.removeAttribute('tabindex');
}

function shownFigure(place) {
  const colours = palette();
  fit(place, specification(place));
  const figure = recoloured(specification(place), colours);
  return themed(figure, colours.now, place.clientWidth);
}

export async function draw(place) {
  place.dataset.drawn = 'wait';
  try {
    await useLanguage();
    const figure = shownFigure(place);
    const plotly = await plotlyFor(figure.data);
    await plotly.newPlot(place, figure.data, figure.layout, config);
    place.on('plotly_click', follow);
    place.classList.toggle('has-links', hasLinks(figure));
    place.dataset.drawn = '1';
  } catch (problem) {
    place.dataset.drawn = 'failed';
    place.textContent = words().chartFailed;
    throw problem;
  }
}

function address(custom) {
  return [custom].flat(2).find((item) => typeof item === 'string' && /^[?/](?!\/)/.test(item));
}

function hasLinks(figure) {
  return figure.data.some((trace) => Array.isArray(trace.customdata) && trace.customdata.some(address));
}

function follow(event) {
  const href = address(event.points[0]?.customdata);
  if (href) window.location.assign(href);
}

async function redrawAll() {
  for (const place of document.querySelectorAll('[data-figure][data-drawn="1"]')) {
    const figure = shownFigure(place);
    await Plotly.react(place, figure.data, figure.layout, config);
  }
}

document.addEventListener('themechange', redrawAll);
document.addEventListener('htmx:beforeCleanupElement', (event) => {
  if (event.target.dataset?.drawn === '1') Plotly.purge(event.target);
});
// rotated phones and resized windows cross the widths where labels change
const step = () => [600, 992, 1200].filter((least) => window.innerWidth >= least).length;
let shownStep = step();
window.addEventListener('resize', () => {
  if (shownStep !== step()) redrawAll();
  shownStep = step();
});

document.addEventListener('click', async (event) => {
  const button = event.target.closest?.('[data-png]');
  if (!button) return;
  const place = document.querySelector(`[data-figure="${button.dataset.png}"]`);
  const { picture } = await import('./picture.js');
  try {
    await picture(Plotly, place, specification(place), words());
  } catch (problem) {
    button.textContent = words().pngFailed;
    throw problem;
  }
});
