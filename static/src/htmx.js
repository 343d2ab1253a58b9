import htmx from 'htmx.org/dist/htmx.esm.js';

window.htmx = htmx;
const busy = () => document.getElementById('busy');
let waiting = 0;
let timer = null;

// shown only for what takes longer than a blink
document.addEventListener('htmx:beforeRequest', (event) => {
  if (event.detail.target?.id !== 'content') return;
  waiting += 1;
  clearTimeout(timer);
  timer = setTimeout(() => busy()?.removeAttribute('hidden'), 150);
});
document.addEventListener('htmx:afterRequest', (event) => {
  if (event.detail.target?.id !== 'content') return;
  waiting = Math.max(0, waiting - 1);
  if (waiting) return;
  clearTimeout(timer);
  busy()?.setAttribute('hidden', '');
});

// A whole page where a part was asked for (signed out, an error): open it as a page.
document.addEventListener('htmx:beforeSwap', (event) => {
  const { xhr, target, requestConfig } = event.detail;
  if (target?.id !== 'content' || xhr.getResponseHeader('X-Part')) return;
  event.detail.shouldSwap = false;
  if (requestConfig.verb === 'get') window.location.assign(event.detail.pathInfo.finalRequestPath);
});

// Another page's part begins at its top; a filter of the same page leaves the reader where he is.
let path = window.location.pathname;
document.addEventListener('htmx:afterSettle', (event) => {
  if (event.detail.target?.id !== 'content') return;
  if (window.location.pathname !== path) {
    path = window.location.pathname;
    window.scrollTo(0, 0);
    document.getElementById('content').focus({ preventScroll: true });
  }
});
