// On a wide screen a filter acts at once; on a phone the form opens by its button and acts by "Show". Fields
// that are filled in together wait for their own button.
const wide = window.matchMedia('(min-width: 992px)');

document.addEventListener('change', (event) => {
  if (!typed.has(event.target)) act(event.target);
});

function act(field) {
  const form = field.closest?.('form[data-live]');
  if (form && wide.matches && !field.closest('[data-together]')) form.requestSubmit();
}

// A date in the middle of being typed is a date already (year 0002): it acts when the field is left or Enter is
// pressed, one that is picked from the calendar at once. Each field with its value before anything was typed.
const typed = new Map();

document.addEventListener('keydown', (event) => {
  const field = event.target;
  if (field.type === 'date' && !['Tab', 'Enter', 'Escape'].includes(event.key) && !typed.has(field)) {
    typed.set(field, field.value);
  }
});

document.addEventListener('focusout', (event) => {
  const field = event.target;
  if (!typed.has(field)) return;
  const before = typed.get(field);
  typed.delete(field);
  if (field.value !== before) act(field);
});

document.addEventListener('submit', () => typed.clear());

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
