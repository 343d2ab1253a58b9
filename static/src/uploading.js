// Writing the name of a new region chooses "a new region" in the list, which the browser wants answered.
document.addEventListener('input', (event) => {
  const list = document.getElementById(event.target.dataset?.chooses ?? '');
  if (list && event.target.value.trim()) list.value = event.target.dataset.chosen;
});
