// Copies the address of the page as it is filtered: whoever opens it sees the same, within what they may see.
async function copied(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // without HTTPS browsers offer no clipboard, but they copy what is selected
  const field = document.body.appendChild(Object.assign(document.createElement('textarea'), { value: text }));
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  if (!done) throw new Error('the browser did not copy');
  return done;
}

document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-copy-address]');
  if (!button) return;
  const words = button.querySelector('span');
  try {
    await copied(window.location.href);
    words.textContent = button.dataset.copied;
  } catch (problem) {
    words.textContent = button.dataset.failed;
    throw problem;
  }
});
