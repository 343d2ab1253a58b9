// On a wide screen a filter acts at once; on a phone the form opens by its button and acts by "Show". Fields
// that are filled in together wait for their own button.
const wide = window.matchMedia('(min-width: 992px)');

document.addEventListener('change', (event) => {
  const form = event.target.closest?.('form[data-live]');
  if (form && wide.matches && !event.target.closest('[data-together]')) form.requestSubmit();
});

document.addEventListener('click', (event) => {
  const button = event.target.closest?.('[data-filters]');
  if (!button) return;
  const open = button.getAttribute('aria-expanded') !== 'true';
  button.setAttribute('aria-expanded', String(open));
  button.parentElement.classList.toggle('is-open', open);
});

// what was filled in together is out of the way of what it changed; the focus stays at its menu
document.addEventListener('submit', (event) => {
  const menu = event.submitter?.closest('[data-together]')?.parentElement;
  if (!menu) return;
  menu.open = false;
  menu.querySelector('summary').focus();
});
