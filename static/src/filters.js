// On a wide screen a filter acts at once; on a phone the form opens by its button and acts by "Show".
const wide = window.matchMedia('(min-width: 992px)');

document.addEventListener('change', (event) => {
  const form = event.target.closest?.('form[data-live]');
  if (form && wide.matches) form.requestSubmit();
});

document.addEventListener('click', (event) => {
  const button = event.target.closest?.('[data-filters]');
  if (!button) return;
  const open = button.getAttribute('aria-expanded') !== 'true';
  button.setAttribute('aria-expanded', String(open));
  button.parentElement.classList.toggle('is-open', open);
});
