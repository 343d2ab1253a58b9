// A figure as a PNG that can stand alone: with its title, base and warnings, the filters in use, the edition and, where
// true, the words "demo data".
import { palette, recoloured } from './colours.js';
import { themed } from './layout.js';

const SCALE = 2;
const WIDTH = 1000;
const EDGE = 16;
const TITLE = 64; // characters of a line of the title: a bold one takes up to 15 of the 968 pixels
const LINE = 110; // characters of a text line at this width

function wrapped(text, length) {
  const lines = [''];
  for (const word of text.split(/\s+/)) {
    const last = lines.length - 1;
    if (lines[last] && lines[last].length + word.length >= length) lines.push(word);
    else lines[last] = `${lines[last]} ${word}`.trim();
  }
  return lines;
}

const escaped = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

function text(content, top, font) {
  return { text: content, font, showarrow: false, xref: 'paper', yref: 'paper', xanchor: 'left', align: 'left', x: 0, ...top };
}

const texts = (root, selector) => [...root.querySelectorAll(selector)].map((one) => one.textContent.trim()).filter(Boolean);

// what stands below the chart, a line each: base, warnings, and of the page its edition and the filters in use
function below(place, words) {
  const said = [
    place.dataset.base,
    ...texts(place.closest('.figure') ?? document, '.caution p').map((warning) => `⚠ ${warning}`),
    texts(document, '.chips .chip > span:not(.visually-hidden)').join(' · '),
    texts(document, '#edition .edition-text').join(' · '),
    'demo' in place.dataset ? words.demo : '',
  ];
  return said.filter(Boolean).flatMap((line) => wrapped(escaped(line), LINE));
}

// the room that labels and legend take around the plot, as it is drawn on the page
function around(place, layout) {
  const { l, r, t, b } = place._fullLayout?._size ?? { l: 24, r: 32, t: 24, b: 48, ...layout.margin };
  return { l: l + EDGE, r: Math.max(r, EDGE), t, b };
}

export async function picture(Plotly, place, figure, words) {
  const colours = palette();
  const { data, layout } = themed(recoloured(figure, colours), colours.now, WIDTH);
  const { subtitle = '', name } = place.dataset;
  const title = wrapped(escaped(place.getAttribute('aria-label')), TITLE);
  const under = wrapped(escaped(subtitle), LINE);
  const foot = below(place, words);
  const [head, room] = [title.length * 28 + under.length * 20 + 2 * EDGE, around(place, layout)];
  const left = { xshift: EDGE - room.l };
  const family = layout.font.family;
  layout.annotations = [
    ...(layout.annotations ?? []),
    // bold by its font: of <b> Plotly makes a style attribute, which the CSP refuses
    text(title.join('<br>'), { ...left, y: 1, yanchor: 'bottom', yshift: room.t + EDGE + under.length * 20 }, { family, size: 21, weight: 700, color: colours.now.ink }),
    text(under.join('<br>'), { ...left, y: 1, yanchor: 'bottom', yshift: room.t + 8 }, { family, size: 14, color: colours.now['ink-2'] }),
    text(foot.join('<br>'), { ...left, y: 0, yanchor: 'top', yshift: -room.b - 8 }, { family, size: 13, color: colours.now['ink-2'] }),
  ];
  const tail = foot.length * 18 + 2 * EDGE;
  layout.margin = { ...layout.margin, ...room, t: head + room.t, b: room.b + tail };
  layout.paper_bgcolor = colours.now.paper;
  const height = place.clientHeight + head + tail;
  const address = await Plotly.toImage({ data, layout }, { format: 'png', width: WIDTH, height, scale: SCALE });
  const link = document.createElement('a');
  link.href = address;
  link.download = `${name}.png`;
  link.click();
}
