// Runs before the first paint: the chosen theme without a flash, and the class that tells CSS there is a script.
const root = document.documentElement;
const dark = window.matchMedia('(prefers-color-scheme: dark)');

function apply() {
  let chosen = null;
  try {
    chosen = window.localStorage.getItem('theme');
  } catch {
    // storage may be forbidden: the system's theme then
  }
  root.dataset.bsTheme = chosen || (dark.matches ? 'dark' : 'light');
}

root.classList.add('js');
apply();
dark.addEventListener('change', () => {
  apply();
  document.dispatchEvent(new Event('themechange'));
});
