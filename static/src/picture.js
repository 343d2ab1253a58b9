// A figure as a PNG that can stand alone: with its title, base and, where true, the words "demo data".
import { palette, recoloured } from './colours.js';
import { themed } from './layout.js';

const SCALE = 2;
const WIDTH = 1000;
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

export async function picture(Plotly, place, figure, words) {
  const colours = palette();
  const { data, layout } = themed(recoloured(figure, colours), colours.now, WIDTH);
  const { subtitle = '', base = '', name } = place.dataset;
  const title = wrapped(escaped(place.getAttribute('aria-label')), 80);
  const foot = [...wrapped(escaped(base), LINE), ...('demo' in place.dataset ? [words.demo] : [])];
  const head = title.length * 28 + 48;
  const family = layout.font.family;
  layout.annotations = [
    ...(layout.annotations ?? []),
    text(`<b>${title.join('<br>')}</b>`, { y: 1, yanchor: 'bottom', yshift: 54 }, { family, size: 21, color: colours.now.ink }),
    text(wrapped(escaped(subtitle), LINE).join('<br>'), { y: 1, yanchor: 'bottom', yshift: 28 }, { family, size: 14, color: colours.now['ink-2'] }),
    text(foot.join('<br>'), { y: 0, yanchor: 'top', yshift: -48 }, { family, size: 13, color: colours.now['ink-2'] }),
  ];
  layout.margin = { ...layout.margin, l: 24, r: 32, t: head + 24, b: 64 + foot.length * 18 };
  layout.paper_bgcolor = colours.now.paper;
  const height = place.clientHeight + head + 40 + foot.length * 18;
  const address = await Plotly.toImage({ data, layout }, { format: 'png', width: WIDTH, height, scale: SCALE });
  const link = document.createElement('a');
  link.href = address;
  link.download = `${name}.png`;
  link.click();
}
