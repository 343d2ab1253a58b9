// A search box over a long list of check boxes: hides what does not match, opens the groups that hold a match.
document.addEventListener('input', (event) => {
  const list = document.getElementById(event.target.dataset?.search ?? '');
  if (!list) return;
  const wanted = event.target.value.trim().toLowerCase();
  for (const line of list.querySelectorAll('.form-check')) {
    line.hidden = !line.textContent.toLowerCase().includes(wanted);
  }
  for (const group of list.querySelectorAll('details')) {
    group.open = wanted !== '' && group.querySelector('.form-check:not([hidden])') !== null;
  }
});

// Enter in the box would send the form
document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && event.target.dataset?.search) event.preventDefault();
});
