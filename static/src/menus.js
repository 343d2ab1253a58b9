// Menus are <details>: they work without this, which closes them, switches the theme and ends toasts.
const TOAST_MS = 8000;

// all but this one and those that it lies in: answers to a question are a menu within the filter's menu
function closeMenus(except) {
  for (const menu of document.querySelectorAll('details[data-menu][open]')) {
    if (!menu.contains(except ?? null)) menu.open = false;
  }
}

document.addEventListener('click', (event) => {
  const inside = event.target.closest('details[data-menu]');
  closeMenus(inside);
  if (event.target.closest('[data-theme-switch]')) switchTheme();
  if (event.target.closest('[data-toast-close]')) event.target.closest('[data-toast]').remove();
});

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  const open = [...document.querySelectorAll('details[data-menu][open]')].pop();
  if (!open) return;
  open.open = false;
  open.querySelector('summary').focus();
});

function switchTheme() {
  const root = document.documentElement;
  const next = root.dataset.bsTheme === 'dark' ? 'light' : 'dark';
  root.dataset.bsTheme = next;
  try {
    window.localStorage.setItem('theme', next);
  } catch {
    // not remembered where storage is forbidden
  }
  document.dispatchEvent(new Event('themechange'));
}

// a toast that holds a link or a button (undo) stays until it is closed
function endToasts(scope) {
  for (const toast of scope.querySelectorAll('[data-toast]:not([data-timed])')) {
    toast.dataset.timed = '1';
    const stays = toast.matches('.error, .warning') || toast.querySelector('a, form');
    if (!stays) setTimeout(() => toast.remove(), TOAST_MS);
  }
}

function settle(scope) {
  endToasts(scope);
  scope.querySelector('[data-focus]')?.focus();
}

// A choice of several values stays open, and keeps the focus, while the page behind it changes; at once,
// not when htmx has settled: a key pressed in between would find everything closed.
let left = null;
document.addEventListener('htmx:beforeSwap', (event) => {
  if (event.detail.target?.id !== 'content') return;
  const open = event.detail.target.querySelectorAll('details[data-menu][open] > summary[id]');
  left = open.length ? { menus: [...open].map((one) => one.id), focus: document.activeElement?.id } : null;
});
document.addEventListener('htmx:afterSwap', (event) => {
  if (event.detail.target?.id !== 'content' || !left) return;
  for (const id of left.menus) {
    const menu = document.getElementById(id)?.parentElement;
    if (menu) menu.open = true;
  }
  if (left.focus) document.getElementById(left.focus)?.focus({ preventScroll: true });
  left = null;
});

settle(document);
document.addEventListener('htmx:load', (event) => settle(event.target));
