// On paper: light, the tables of whole-row figures open, and charts scaled from the screen's width to the sheet's.
const ROOMS = { main: 396, half: 336, shared: 296 }; // px of their columns on an A4 at 96 dpi
const SHEET = 700; // px of its printable width
const WIDE = 540;
const MOST_ROWS = 40;
let opened = [];
let theme = '';

function useTheme(name) {
  document.documentElement.dataset.bsTheme = name;
  document.dispatchEvent(new Event('themechange'));
}

function scale(plot) {
  const figure = plot.closest('.figure');
  const place = Object.keys(ROOMS).find((name) => figure.classList.contains(name));
  // the overview: its map and halves share the first sheet with the table of all areas
  const all = figure.parentElement;
  // a chart as wide as the sheet would push the table of all areas to the next one
  const wide = all.querySelector('#figure-all') ? WIDE : SHEET;
  const shared = place && all.querySelector('#figure-all') && all.querySelector('.half');
  const width = plot.offsetWidth;
  plot.dataset.least = plot.style.minWidth;
  plot.style.minWidth = '';
  plot.style.width = `${width}px`;
  plot.style.zoom = String(Math.min(1, (ROOMS[shared ? 'shared' : place] ?? wide) / width));
}

window.addEventListener('beforeprint', () => {
  theme = document.documentElement.dataset.bsTheme;
  if (theme === 'dark') useTheme('light');
  const closed = [...document.querySelectorAll('.figure.wide details.as-table:not([open])')];
  // who wants hundreds of rows on paper opens the table first, or downloads it
  opened = closed.filter((details) => details.querySelectorAll('tbody tr').length <= MOST_ROWS);
  for (const details of opened) details.open = true;
  document.querySelectorAll('.plot').forEach(scale);
});

window.addEventListener('afterprint', () => {
  for (const details of opened) details.open = false;
  opened = [];
  for (const plot of document.querySelectorAll('.plot')) {
    plot.style.removeProperty('zoom');
    plot.style.removeProperty('width');
    plot.style.minWidth = plot.dataset.least ?? '';
  }
  if (theme === 'dark') useTheme('dark');
});
