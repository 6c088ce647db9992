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
  const widthOf = (shown) => {
    pen.font = FONT_SIZE + 'px ' + font();
    return Math.ceil(1.08 * pen.measureText(shown).width); // a page may draw a little wider
  };
  const fitted = (shown, width) => {
    let fits = shown;
    for (let kept = shown.length - 1; widthOf(fits) > width && kept > 0; kept--) {
      fits = shown.slice(0, kept).trimEnd() + '…';
    }
    return fits;
  };

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

  const axis = (name, more) => ({
    name,
    nameLocation: 'middle',
    nameTextStyle: { color: color('ink'), fontSize: FONT_SIZE, ...more.nameTextStyle },
    axisLabel: {
      color: color('faint-ink'),
      fontSize: FONT_SIZE,
      hideOverlap: true,
      ...more.axisLabel,
    },
    axisLine: { lineStyle: { color: color('line') } },
    splitLine: { show: more.type === 'value', lineStyle: { color: color('line') } },
    ...Object.fromEntries(
      Object.entries(more).filter(([key]) => key !== 'axisLabel' && key !== 'nameTextStyle'),
    ),
  });

  /** Says above its axis what goes upwards: beside it there is not always room. */
  const above = { nameLocation: 'end', nameGap: 12, nameTextStyle: { align: 'left' } };

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
    const categories = axis(flat ? '' : chart.dataset.x, {
      type: 'category',
      data: labels,
      inverse: flat,
      nameGap: 32,
      axisTick: { alignWithLabel: true },
      axisLabel: flat ? { interval: 0 } : {},
    });
    const counts = axis(chart.dataset.y, {
      type: 'value',
      minInterval: 1,
      axisLabel: { formatter: (number) => short(number) },
      splitNumber: chart.clientWidth < 480 ? 3 : 5,
      ...(flat ? { nameGap: 32 } : above),
    });
    if (flat) {
      chart.style.height = 6 + 1.5 * bins.length + 'rem';
    }
    return {
      ...common(chart),
      grid: flat
        ? { left: 14 + Math.max(...labels.map(widthOf)), right: 32, top: 34, bottom: 60 }
        : {
            left: Math.max(8, widthOf(labels[0]) / 2 - 16),
            right: Math.max(28, widthOf(labels[labels.length - 1]) / 2),
            top: 48,
            bottom: 30,
            containLabel: true,
          },
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
    return {
      ...common(chart),
      grid: { left: 8, right: 20, top: 76, bottom: 30, containLabel: true },
      legend: {
        show: series.length > 1,
        left: 0,
        top: 24,
        textStyle: { color: color('ink'), fontSize: FONT_SIZE },
      },
      xAxis: axis(chart.dataset.x, { type: 'value', nameGap: 32, scale: true }),
      yAxis: axis(chart.dataset.y, {
        type: 'value',
        scale: true,
        axisLabel: { formatter: (number) => short(number) },
        ...above,
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
