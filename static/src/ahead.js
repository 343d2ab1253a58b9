// Fetches the chart code while a page of the market without charts is read: the next one usually has some. Only into
// the browser's cache, with its lowest priority, after the page is there; nothing is run, and nobody who saves data
// or has a slow network pays for it. build.mjs puts the names of the files in place of the word below.
const FILES = ['CHART_FILES'];
const NEEDED_LATER = '#side-nav section:first-of-type a[aria-current]';

function isCheap() {
  const line = navigator.connection;
  return !line?.saveData && !/2g/.test(line?.effectiveType ?? '');
}

function fetchAhead() {
  if (document.querySelector('[data-figure]') || !document.querySelector(NEEDED_LATER) || !isCheap()) return;
  for (const name of FILES) {
    const link = document.createElement('link');
    link.rel = 'prefetch';
    link.as = 'script';
    link.href = new URL(name, import.meta.url).href;
    document.head.append(link);
  }
}

const whenIdle = window.requestIdleCallback ?? ((then) => setTimeout(then, 500));
window.addEventListener('load', () => whenIdle(fetchAhead), { once: true });
