'use strict';
/* Draws each plot from the table of rows below it, in the page's colours. */
(() => {
  const root = document.documentElement;
  const charts = [];

  const dark = matchMedia('(prefers-color-scheme: dark)');
  let chosen = null;
  try {
    chosen = localStorage.getItem('partita-theme');
  } catch (e) {
    // A browser may refuse storage to files; then each page starts with the system's theme.
  }
  const theme = () => chosen || (dark.matches ? 'dark' : 'light');
  root.dataset.theme = theme(); // before the first paint

  const colour = (name) => getComputedStyle(root).getPropertyValue('--' + name).trim();
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
  const shortened = (shown) => (shown.length > 26 ? shown.slice(0, 25) + '…' : shown);

  /** The rows of a plot's table: arrays of cells. */
  const rowsOf = (chart) =>
    [...chart.parentElement.querySelectorAll('tbody tr')].map((row) => [...row.cells]);

  const plain = (number) => String(Number(number.toPrecision(6)));

  const bin = (whole, [low, high, count]) => {
    const [from, to] = [value(low), value(high)];
    if (from === null) {
      return { name: 'below ' + plain(to), label: '< ' + plain(to), count: value(count) };
    }
    if (to === null) {
      return { name: 'from ' + plain(from), label: '≥ ' + plain(from), count: value(count) };
    }
    const name = whole ? text(low) : plain(from) + (from < 0 ? ' to ' : '–') + plain(to);
    return { name, label: name, count: value(count) };
  };

  /** Bins or categories with their counts; of bins those from the first to the last with any. */
  const counted = (chart) => {
    const rows = rowsOf(chart);
    if (chart.dataset.shape === 'bars') {
      return rows.map(([category, count]) => {
        const name = text(category) || 'other';
        return { name, label: name, count: value(count) };
      });
    }
    const bins = rows.map((row) => bin(chart.dataset.shape === 'integers', row));
    const isOpen = (i) => /^[<≥]/.test(bins[i].label);
    const shown = bins.map(
      ({ count }, i) => count > 0 || (chart.dataset.whole === 'true' && !isOpen(i)),
    );
    return bins.slice(shown.indexOf(true), shown.lastIndexOf(true) + 1);
  };

  const axis = (name, more) => ({
    name,
    nameLocation: 'middle',
    nameTextStyle: { color: colour('ink') },
    axisLabel: { color: colour('faint-ink'), hideOverlap: true, ...more.axisLabel },
    axisLine: { lineStyle: { color: colour('line') } },
    splitLine: { show: more.type === 'value', lineStyle: { color: colour('line') } },
    ...Object.fromEntries(Object.entries(more).filter(([key]) => key !== 'axisLabel')),
  });

  const short = (number) =>
    Math.abs(number) >= 1e6
      ? number / 1e6 + 'M'
      : Math.abs(number) >= 1e4
        ? number / 1e3 + 'k'
        : String(Number(number.toPrecision(6)));

  const common = (chart) => ({
    animation: false,
    aria: { enabled: false }, // the element's own label says more
    color: [colour('series-1'), colour('series-2')],
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    toolbox: {
      right: 0,
      top: 0,
      itemSize: 16,
      iconStyle: { borderColor: colour('faint-ink') },
      emphasis: { iconStyle: { borderColor: colour('ink'), textFill: colour('ink') } },
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
    backgroundColor: colour('panel'),
    borderColor: colour('line'),
    textStyle: { color: colour('ink') },
    ...more,
  });

  const barOption = (chart) => {
    const bins = counted(chart);
    const flat = chart.dataset.shape === 'bars';
    const narrow = chart.clientWidth < 420;
    const categories = axis(chart.dataset.x, {
      type: 'category',
      data: bins.map((bin) => bin.label),
      inverse: flat,
      nameGap: 32,
      axisTick: { alignWithLabel: true },
      axisLabel: flat
        ? { formatter: shortened, interval: 0, width: narrow ? 110 : 170, overflow: 'truncate' }
        : {},
    });
    if (flat) {
      categories.name = '';
    }
    const counts = axis(chart.dataset.y, {
      type: 'value',
      nameGap: flat ? 28 : 46,
      minInterval: 1,
      axisLabel: { formatter: short },
    });
    if (flat) {
      chart.style.height = Math.max(9, 5.5 + 1.4 * bins.length) + 'rem';
    }
    return {
      ...common(chart),
      grid: { left: flat ? 8 : 60, right: 28, top: 34, bottom: flat ? 40 : 50, containLabel: flat },
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
      grid: { left: 76, right: 20, top: 56, bottom: 50 },
      legend: { show: series.length > 1, left: 70, top: 28, textStyle: { color: colour('ink') } },
      xAxis: axis(chart.dataset.x, { type: 'value', nameGap: 30, scale: true }),
      yAxis: axis(chart.dataset.y, {
        type: 'value',
        nameGap: 56,
        scale: true,
        axisLabel: { formatter: short },
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
    chart.resize();
    chart.setOption(option, true);
  };

  const applyTheme = () => {
    root.dataset.theme = theme();
    const button = document.querySelector('.theme');
    button.setAttribute('aria-pressed', String(theme() === 'dark'));
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
