// What every figure shares: type, grid, margins, hover labels, separators of the language.
const narrow = (width) => width < 600;

export function themed(figure, colours, width) {
  const layout = structuredClone(figure.layout ?? {});
  delete layout.title;
  delete layout.width;
  delete layout.height;
  for (const key of Object.keys(layout)) {
    if (/^[xy]axis\d*$/.test(key)) Object.assign(layout[key], axis(layout[key], colours));
  }
  layout.xaxis ??= axis({}, colours);
  layout.yaxis ??= axis({}, colours);
  if (layout.geo) Object.assign(layout.geo, { bgcolor: 'rgba(0,0,0,0)', framecolor: colours.grid });
  const data = figure.data.map((trace) => look(trace, width));
  bars(data, layout, width);
  const base = {
    autosize: true,
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    separators: document.documentElement.lang === 'id' ? ',.' : '.,',
    colorway: [1, 2, 3, 4, 5, 6, 7, 8].map((place) => colours[`cat-${place}`]),
    dragmode: false,
    bargap: slimness(data, figure.layout),
    hovermode: 'closest',
    modebar: { remove: ['zoom', 'pan'] },
  };
  return { data: data.map((trace) => marked(trace, colours)), layout: { ...base, ...layout, ...fixed(layout, colours, width) } };
}

// beside a map a colour bar would take a third of a phone's width
const LYING = { orientation: 'h', x: 0.5, xanchor: 'center', y: 1, yanchor: 'bottom', len: 0.9 };

// names have other places, and fewer of them, where there is less room (charts/scatter.py, charts/map_names.py)
function look(given, width) {
  const trace = given.colorbar && narrow(width) ? { ...given, colorbar: { ...given.colorbar, ...LYING } } : given;
  const fitting = (trace.meta?.looks ?? []).filter(([least]) => least <= width);
  return fitting.length ? { ...trace, ...fitting.at(-1)[1], textfont: { ...trace.textfont, ...fitting.at(-1)[1].textfont } } : trace;
}

function fixed(layout, colours, width) {
  const font = { family: getComputedStyle(document.body).fontFamily, size: narrow(width) ? 12 : 13, color: colours.ink };
  const margin = { l: 8, r: narrow(width) ? 12 : 24, t: 12, b: 28, ...layout.margin };
  if (narrow(width)) Object.assign(margin, { l: Math.min(margin.l, 8), r: Math.min(margin.r, 16) });
  return {
    font,
    margin,
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    hoverlabel: { bgcolor: colours.ink, bordercolor: colours.ink, font: { ...font, color: colours.paper }, align: 'left' },
    legend: { orientation: 'h', x: 0, y: 1.02, yanchor: 'bottom', ...layout.legend, bgcolor: 'rgba(0,0,0,0)' },
  };
}

function axis(given, colours) {
  return {
    automargin: true,
    fixedrange: true,
    gridcolor: colours.grid,
    zerolinecolor: colours.zero,
    linecolor: colours.zero,
    tickfont: { ...given.tickfont, color: colours['ink-2'] },
    separatethousands: given.separatethousands ?? true,
    ticklabelstandoff: given.ticklabelstandoff ?? 6,
  };
}

// One or two bars alone would be as thick as the figure is high: 34 px are enough.
function slimness(traces, layout) {
  const lying = traces.filter((trace) => trace.type === 'bar' && trace.orientation === 'h');
  const rows = new Set(lying.flatMap((trace) => trace.y)).size;
  if (!rows) return 0.28;
  const room = Math.max(200, layout?.height ?? 0) - 60;
  return Math.max(0.28, 1 - 34 / (room / rows));
}

// No grid along names, and room for the label at the end of the longest bar.
function bars(traces, layout, width) {
  const drawn = traces.filter((trace) => trace.type === 'bar');
  if (!drawn.length || drawn.length !== traces.length) return;
  const lying = drawn.every((trace) => trace.orientation === 'h');
  const [names, amounts] = lying ? [layout.yaxis, layout.xaxis] : [layout.xaxis, layout.yaxis];
  names.showgrid ??= false;
  const outside = drawn.every((trace) => trace.textposition === 'outside');
  const values = drawn.flatMap((trace) => trace[lying ? 'x' : 'y']);
  if (!outside || amounts.range || !values.length) return;
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const room = lying ? (narrow(width) ? 0.22 : width < 700 ? 0.14 : 0.08) : 0.1;
  amounts.range = [low + (low < 0 ? low * room : 0), high * (1 + room)];
}

// labels may stand outside the axes; a thin line keeps touching bars apart in forced colours
function marked(trace, colours) {
  if (trace.type !== 'bar' || trace.marker?.line) return trace;
  return { ...trace, marker: { ...trace.marker, line: { width: 0, color: colours.ink } }, cliponaxis: trace.cliponaxis ?? false };
}
