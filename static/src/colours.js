// Colours of figures follow the theme: `var(--token)`, or a token's light value, becomes its value in use.
// `var(--level-33)` lies a third of the way from low to high, `var(--on-level-33)` is the ink on it; `against` is
// the other side of a scale with two ends.
const SCALES = Object.fromEntries(
  ['level', 'against'].map((name) => [name, ['low', 'medium', 'high'].map((step) => `${name}-${step}`)]),
);
const TOKENS = [
  ...SCALES.level, ...SCALES.against, 'level-edge', 'accent', 'ink', 'ink-2', 'grid', 'zero', 'paper', 'others', 'muted',
  'cat-1', 'cat-2', 'cat-3', 'cat-4', 'cat-5', 'cat-6', 'cat-7', 'cat-8',
];
const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });

function computed(css, scheme) {
  const probe = document.createElement('span');
  probe.style.color = css;
  if (scheme) probe.style.colorScheme = scheme;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

function hex(css) {
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = css;
  canvas.fillRect(0, 0, 1, 1);
  const [r, g, b] = canvas.getImageData(0, 0, 1, 1).data;
  return `#${[r, g, b].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

const parts = (colour) => [1, 3, 5].map((start) => parseInt(colour.slice(start, start + 2), 16));

// percent of the way from low to high; the same sum as level_value of charts/theme.py
function level(scale, percent, now) {
  const place = percent / 50;
  const left = Math.min(Math.floor(place), 1);
  const [from, to] = [parts(now[SCALES[scale][left]]), parts(now[SCALES[scale][left + 1]])];
  const mixed = from.map((value, one) => Math.floor(value + (to[one] - value) * (place - left) + 0.5));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

// black or white, whichever has more contrast (WCAG 2.2); they meet at a luminance of 0.179
function inkOn(colour) {
  const [r, g, b] = parts(colour).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? '#000000' : '#ffffff';
}

const PLACES = { low: 0, medium: 50, high: 100 };

function valueOf(token, now) {
  const [, on, scale, place] = /^(on-)?(level|against)-(low|medium|high|\d+)$/.exec(token) ?? [];
  if (place === undefined) return now[token];
  const colour = level(scale, PLACES[place] ?? Number(place), now);
  return on ? inkOn(colour) : colour;
}

export function palette() {
  const now = Object.fromEntries(TOKENS.map((token) => [token, hex(computed(`var(--${token})`))]));
  const light = TOKENS.map((token) => [hex(computed(`var(--${token})`, 'light')), now[token]]);
  // black and white are ink on marks too, chosen for the mark's colour: never swapped
  const swapped = light.reverse().filter(([from]) => from !== '#000000' && from !== '#ffffff');
  return { now, byLight: new Map(swapped) };
}

export function recoloured(value, { now, byLight }) {
  if (typeof value === 'string') {
    if (value.includes('var(--')) return value.replace(/var\(--([\w-]+)\)/g, (whole, token) => valueOf(token, now) ?? whole);
    return value[0] === '#' ? byLight.get(value.toLowerCase()) ?? value : value;
  }
  if (Array.isArray(value)) return value.map((item) => recoloured(item, { now, byLight }));
  if (value === null || typeof value !== 'object' || 'bdata' in value) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === 'geojson' ? item : recoloured(item, { now, byLight }),
    ]),
  );
}
