'use strict';
/* Draws each plot from the table of rows below it, in the page's colors. */
(() => {
  const root = document.documentElement;
  const charts = [];

  const dark = matchMedia('(prefers-color-scheme: dark)');
  const kept = () => {
    try {
      return localStorage.getItem('partita-theme');
    } catch (e) {
      return null; // a browser may refuse storage to files: each page starts with the system's theme
    }
  };
  let chosen = kept();
  const theme = () => chosen || (dark.matches ? 'dark' : 'light');
  root.dataset.theme = theme(); // before the first paint

  const color = (name) => getComputedStyle(root).getPropertyValue('--' + name).trim();
  const text = (cell) => (cell ? cell.textContent : '');
  const value = (cell) => {
    const raw = cell.dataset.value === undefined ? cell.textContent : cell.dataset.value;
    return raw === '' ? null : Number(raw);
  };
  const figure = (number) =>
    number === null ? '–' : number.toLocaleString('en', { maximumSignificantDigits: 6 });
  const escaped = (shown) => {
    const element = document.createElement('span');
    element.textContent = shown;
    return element.innerHTML;
  };
  /** The rows of a plot's table: arrays of cells. */
  const rowsOf = (chart) =>
    [...chart.parentElement.querySelectorAll('tbody tr')].map((row) => [...row.cells]);

  const plain = (number, digits = 4) => String(Number(number.toPrecision(digits)));
  const short = (number, digits = 6) =>
    Math.abs(number) >= 1e6
      ? plain(number / 1e6, digits) + 'M'
      : Math.abs(number) >= 1e4
        ? plain(number / 1e3, digits) + 'k'
        : plain(number, digits);

  /** Text in charts, in pixels. */
  const FONT_SIZE = 14;
  const font = () => getComputedStyle(document.body).fontFamily;
  const pen = document.createElement('canvas').getContext('2d');
  const measured = (shown) => {
    pen.font = FONT_SIZE + 'px ' + font();
    return pen.measureText(shown);
  };
  const widthOf = (shown) => Math.ceil(1.08 * measured(shown).width); // a page may draw a little wider
  /** Height of a line: ECharts' own guess is an ideograph's width, whatever font has one. */
  const lineHeight = () => {
    const { fontBoundingBoxAscent, fontBoundingBoxDescent } = measured('0');
    return Math.ceil(fontBoundingBoxAscent + fontBoundingBoxDescent);
  };
  /** Family and size too: ECharts measures labels without the plot's own. */
  const textStyle = (name) => ({
    color: color(name),
    fontFamily: font(),
    fontSize: FONT_SIZE,
    lineHeight: lineHeight(),
  });
  const fitted = (shown, width) => {
    let fits = shown;
    for (let kept = shown.length - 1; widthOf(fits) > width && kept > 0; kept--) {
      fits = shown.slice(0, kept).trimEnd() + '…';
    }
    return fits;
  };

  /** Lines no wider than a width, as far as words allow. */
  const wrapped = (shown, width) =>
    shown.split(' ').reduce((lines, word) => {
      const longer = lines.length ? lines[lines.length - 1] + ' ' + word : word;
      return lines.length && widthOf(longer) <= width
        ? [...lines.slice(0, -1), longer]
        : [...lines, word];
    }, []);

  const named = (whole, { low, high, count, first }) => {
    if (low === null) {
      return { name: 'below ' + plain(high), label: '< ' + short(high, 3), count };
    }
    if (high === null) {
      return { name: 'from ' + plain(low), label: '≥ ' + short(low, 3), count };
    }
    const between = low < 0 ? ' to ' : '–';
    return {
      name: whole ? first : plain(low) + between + plain(high),
      label: whole ? first : short(low, 3) + between + short(high, 3),
      count,
    };
  };

  /** How many neighbouring bins are drawn as one: few rows would be lost in many bins. */
  const JOINED = [1, 2, 4, 5, 10, 20, 40];
  const joined = (bins, width) => {
    const rows = bins.reduce((sum, bin) => sum + bin.count, 0);
    const wanted = Math.min(Math.max(24, 4 * Math.cbrt(rows)), width / 6);
    const held = bins.map((bin, i) => (bin.count > 0 ? i : -1)).filter((i) => i >= 0);
    const span = held.length ? held[held.length - 1] - held[0] + 1 : 0;
    const size = JOINED.find((many) => span / many <= wanted) || JOINED[JOINED.length - 1];
    if (size === 1) {
      return bins;
    }
    // Bins that grow begin with one from 0, which stays by itself.
    const [one, two] = bins.map((bin) => bin.high - bin.low);
    const groups = Math.abs(one - two) < 1e-6 * two ? [] : [bins[0]];
    for (let i = groups.length; i < bins.length; i += size) {
      const group = bins.slice(i, i + size);
      groups.push({
        low: group[0].low,
        high: group[group.length - 1].high,
        count: group.reduce((sum, bin) => sum + bin.count, 0),
      });
    }
    return groups;
  };

  /** From the first to the last bin with any, and as many beside them as show where these lie. */
  const LEAST_BINS = 9;
  const trimmed = (bins) => {
    const held = bins.map((bin, i) => (bin.count > 0 ? i : -1)).filter((i) => i >= 0);
    if (held.length === 0) {
      return [];
    }
    let [from, to] = [held[0], held[held.length - 1] + 1];
    while (to - from < Math.min(LEAST_BINS, bins.length)) {
      to = Math.min(to + 1, bins.length);
      from = to - from < LEAST_BINS ? Math.max(from - 1, 0) : from;
    }
    return bins.slice(from, to);
  };

  /** Bins or categories with their counts. */
  const counted = (chart) => {
    const rows = rowsOf(chart);
    if (chart.dataset.shape === 'bars') {
      return rows.map(([category, count]) => {
        const name = text(category) || 'other';
        return { name, label: name, count: value(count) };
      });
    }
    const whole = chart.dataset.shape === 'integers';
    const bins = rows.map(([low, high, count]) => ({
      low: value(low),
      high: value(high),
      count: value(count),
      first: text(low),
    }));
    const closed = bins.filter((bin) => bin.low !== null && bin.high !== null);
    const outside = (open) => bins.filter((bin) => open(bin) === null && bin.count > 0);
    return [
      ...outside((bin) => bin.low),
      ...trimmed(whole ? closed : joined(closed, chart.clientWidth)),
      ...outside((bin) => bin.high),
    ].map((bin) => named(whole, bin));
  };

  /** Pixels from an axis to its labels: half a line, as labels of both axes meet in a corner. */
  const labelGap = () => Math.max(8, lineHeight() / 2);
  const ICONS = 20; // height of the toolbox

  /** The lines of an axis' name; beside it there is room for the other axis' labels. */
  const nameLines = (chart, name) => wrapped(name, chart.clientWidth - widthOf('0.000000') - 8);

  const axis = (lines, more) => ({
    name: lines.join('\n'),
    nameLocation: 'middle',
    nameGap: labelGap() + lineHeight() + 4,
    nameTextStyle: { ...textStyle('ink'), ...more.nameTextStyle },
    axisLabel: {
      ...textStyle('faint-ink'),
      margin: labelGap(),
      hideOverlap: true,
      ...more.axisLabel,
    },
    axisLine: { lineStyle: { color: color('line') } },
    splitLine: { show: more.type === 'value', lineStyle: { color: color('line') } },
    ...Object.fromEntries(
      Object.entries(more).filter(([key]) => key !== 'axisLabel' && key !== 'nameTextStyle'),
    ),
  });
  /** Pixels that a name takes below the labels of its axis. */
  const below = (lines) => lines.length * lineHeight() + 6;

  /** Says above its axis what goes upwards: beside it there is not always room. */
  const ABOVE = { nameLocation: 'end', nameGap: 12, nameTextStyle: { align: 'left' } };
  const above = (lines) => ABOVE.nameGap + lines.length * lineHeight();

  const common = (chart) => ({
    animation: false,
    aria: { enabled: false }, // the element's own label says more
    color: [color('series-1'), color('series-2')],
    textStyle: { fontFamily: font(), fontSize: FONT_SIZE },
    toolbox: {
      right: 0,
      top: 0,
      itemSize: 16,
      iconStyle: { borderColor: color('faint-ink') },
      emphasis: { iconStyle: { borderColor: color('ink'), textFill: color('ink') } },
      feature: {
        dataZoom: {
          [chart.dataset.shape === 'bars' ? 'xAxisIndex' : 'yAxisIndex']: 'none',
          title: { zoom: 'Zoom into a part', back: 'Zoom back' },
        },
        restore: { title: 'Whole plot' },
      },
    },
  });

  const tooltip = (more) => ({
    confine: true,
    backgroundColor: color('panel'),
    borderColor: color('line'),
    textStyle: { color: color('ink'), fontSize: FONT_SIZE },
    ...more,
  });

  const barOption = (chart) => {
    const bins = counted(chart);
    const flat = chart.dataset.shape === 'bars';
    const labels = bins.map((bin) =>
      flat ? fitted(bin.label, 0.55 * chart.clientWidth) : bin.label,
    );
    const rowName = flat ? [] : nameLines(chart, chart.dataset.x);
    const countName = nameLines(chart, chart.dataset.y);
    const categories = axis(rowName, {
      type: 'category',
      data: labels,
      inverse: flat,
      axisTick: { alignWithLabel: true },
      axisLabel: flat ? { interval: 0 } : {},
    });
    const counts = axis(countName, {
      type: 'value',
      minInterval: 1,
      axisLabel: { formatter: (number) => short(number) },
      splitNumber: chart.clientWidth < 480 ? 3 : 5,
      ...(flat ? {} : ABOVE),
    });
    const grid = flat
      ? {
          left: 14 + Math.max(...labels.map(widthOf)),
          right: 32,
          top: ICONS + lineHeight() / 2,
          bottom: labelGap() + lineHeight() + below(countName),
        }
      : {
          left: Math.max(8, widthOf(labels[0]) / 2 - 16),
          right: Math.max(28, widthOf(labels[labels.length - 1]) / 2),
          top: ICONS + above(countName),
          bottom: below(rowName),
          containLabel: true,
        };
    if (flat) {
      chart.style.height = grid.top + grid.bottom + bins.length * (lineHeight() + 8) + 'px';
    }
    return {
      ...common(chart),
      grid,
      xAxis: flat ? counts : categories,
      yAxis: flat ? categories : counts,
      tooltip: tooltip({
        trigger: 'axis',
        axisPointer: { type: 'shadow' },
        formatter: ([point]) =>
          escaped(bins[point.dataIndex].name) +
          '<br><b>' +
          figure(bins[point.dataIndex].count) +
          '</b> ' +
          escaped(chart.dataset.y.toLowerCase()),
      }),
      series: [
        {
          type: 'bar',
          data: bins.map((bin) => bin.count),
          barCategoryGap: flat ? '25%' : '4%',
        },
      ],
    };
  };

  /** Names of lines below the icons, in as many rows as they take; `bottom` is where they end. */
  const legendOf = (chart, series) => {
    const show = series.length > 1;
    const [symbol, gap, padding] = [30, 10, 5]; // ECharts' own
    const room = chart.clientWidth - 2 * padding;
    const label = (name) => fitted(name, room - symbol);
    let [rows, x] = [show ? 1 : 0, 0];
    for (const { name } of series) {
      const width = symbol + widthOf(label(name)) + gap;
      if (x > 0 && x + width - gap > room) {
        [rows, x] = [rows + show, 0];
      }
      x += width;
    }
    return {
      option: { show, left: 0, top: ICONS, formatter: label, textStyle: textStyle('ink') },
      bottom: ICONS + (show ? 2 * padding - gap : 0) + rows * (Math.max(14, lineHeight()) + gap),
    };
  };

  const lineOption = (chart) => {
    const names = [...chart.parentElement.querySelectorAll('thead th')].map(text);
    const rows = rowsOf(chart).map((row) => row.map(value));
    const series = names
      .slice(1)
      .map((name, i) => ({
        type: 'line',
        name,
        showSymbol: i > 0 || rows.length < 3,
        symbolSize: 7,
        connectNulls: true,
        lineStyle: { type: i > 0 ? 'dashed' : 'solid' },
        data: rows.filter((row) => row[i + 1] !== null).map((row) => [row[0], row[i + 1]]),
      }))
      .filter((line) => line.data.length > 0);
    const [xName, yName] = [chart.dataset.x, chart.dataset.y].map((name) => nameLines(chart, name));
    const legend = legendOf(chart, series);
    return {
      ...common(chart),
      grid: {
        left: 8,
        right: 20,
        top: legend.bottom + 8 + above(yName),
        bottom: below(xName),
        containLabel: true,
      },
      legend: legend.option,
      xAxis: axis(xName, { type: 'value', scale: true }),
      yAxis: axis(yName, {
        type: 'value',
        scale: true,
        axisLabel: { formatter: (number) => short(number) },
        ...ABOVE,
      }),
      tooltip: tooltip({
        trigger: 'axis',
        formatter: (points) =>
          escaped(chart.dataset.x) +
          ' ' +
          figure(points[0].value[0]) +
          points
            .map((point) => `<br>${escaped(point.seriesName)} <b>${figure(point.value[1])}</b>`)
            .join(''),
      }),
      series,
    };
  };

  const draw = ({ element, chart }) => {
    const option = element.dataset.shape === 'lines' ? lineOption(element) : barOption(element);
    chart.resize(); // after the option, which sets the height of bars
    chart.setOption(option, true);
  };

  const applyTheme = () => {
    root.dataset.theme = theme(); // the style shows the button's text that goes with it
    charts.forEach(draw);
  };

  /** For pages opened from disk, where the clipboard may be out of reach. */
  const copySelected = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return document.execCommand('copy');
  };

  const copy = async (button) => {
    const code = button.parentElement.querySelector('code');
    let done = false;
    try {
      await navigator.clipboard.writeText(code.textContent);
      done = true;
    } catch (e) {
      done = copySelected(code);
    }
    button.textContent = done ? 'Copied' : 'Selected: press Ctrl+C';
    setTimeout(() => (button.textContent = 'Copy'), 2000);
  };

  document.addEventListener('DOMContentLoaded', () => {
    document.querySelectorAll('.chart').forEach((element) => {
      charts.push({ element, chart: echarts.init(element, null, { renderer: 'svg' }) });
    });
    applyTheme();
    dark.addEventListener('change', applyTheme);
    // Chosen on another page: one that is open beside this, or one that a reader comes back from.
    const follow = () => {
      if (kept() !== null && kept() !== chosen) {
        chosen = kept();
        applyTheme();
      }
    };
    addEventListener('storage', follow);
    addEventListener('pageshow', follow);
    document.querySelector('.theme').addEventListener('click', () => {
      chosen = theme() === 'dark' ? 'light' : 'dark';
      applyTheme();
      try {
        localStorage.setItem('partita-theme', chosen);
      } catch (e) {
        // As above.
      }
    });
    document.querySelectorAll('.copy').forEach((button) => {
      button.addEventListener('click', () => copy(button));
    });
    let waiting;
    addEventListener('resize', () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => charts.forEach(draw), 150);
    });
  });
})();
