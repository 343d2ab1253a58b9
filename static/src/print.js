// On paper: light, the tables of whole-row figures open, and charts scaled from the screen's width to the sheet's.
const ROOMS = { main: 396, half: 336, shared: 296 }; // px of their columns on an A4 at 96 dpi
const SHEET = 700; // px of its printable width
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
  const shared = place && all.querySelector('#figure-all') && all.querySelector('.half');
  const width = plot.offsetWidth;
  plot.dataset.least = plot.style.minWidth;
  plot.style.minWidth = '';
  plot.style.width = `${width}px`;
  plot.style.zoom = String(Math.min(1, (ROOMS[shared ? 'shared' : place] ?? SHEET) / width));
}

window.addEventListener('beforeprint', () => {
  theme = document.documentElement.dataset.bsTheme;
  if (theme === 'dark') useTheme('light');
  opened = [...document.querySelectorAll('.figure.wide details.as-table:not([open])')];
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
