'use strict';
/* Lets a list of tracks be searched, and sorted by its columns. */
document.addEventListener('DOMContentLoaded', () => {
  const value = (cell) =>
    cell.dataset.value === undefined ? cell.textContent : cell.dataset.value;

  /** Numbers by size, texts by their alphabet; unknown values come last either way. */
  const sort = (body, column, direction) => {
    const rows = [...body.rows].map((row) => [value(row.cells[column]), row]);
    const known = rows.filter(([key]) => key !== '');
    const isNumber = known.every(([key]) => !Number.isNaN(Number(key)));
    const order = isNumber
      ? (a, b) => a[0] - b[0]
      : (a, b) => a[0].localeCompare(b[0], 'en', { numeric: true });
    known.sort((a, b) => direction * order(a, b));
    body.append(...[...known, ...rows.filter(([key]) => key === '')].map(([, row]) => row));
  };

  const sortable = (table) => {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const name = head.textContent;
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = name;
      head.replaceChildren(button);
      button.addEventListener('click', () => {
        const isAscending = head.getAttribute('aria-sort') === 'ascending';
        heads.forEach((other) => {
          other.removeAttribute('aria-sort');
          other.firstChild.textContent = other.firstChild.textContent.replace(/ [▲▼]$/, '');
        });
        head.setAttribute('aria-sort', isAscending ? 'descending' : 'ascending');
        button.textContent = name + (isAscending ? ' ▼' : ' ▲');
        sort(table.tBodies[0], column, isAscending ? -1 : 1);
      });
    });
  };

  /** Shows the rows that have every word. */
  const searchable = (table) => {
    const rows = [...table.tBodies[0].rows];
    const texts = rows.map((row) => [...row.cells].map((c) => c.textContent).join(' ').toLowerCase());
    const search = document.createElement('div');
    search.className = 'search';
    const input = document.createElement('input');
    input.type = 'search';
    input.placeholder = 'Search';
    input.setAttribute('aria-label', 'Search this list');
    const found = document.createElement('output');
    search.append(input, found);
    table.parentElement.before(search);
    const filter = () => {
      const words = input.value.toLowerCase().split(/\s+/);
      let shown = 0;
      rows.forEach((row, i) => {
        row.hidden = !words.every((word) => texts[i].includes(word));
        shown += row.hidden ? 0 : 1;
      });
      found.textContent = `${shown} of ${rows.length} rows`;
    };
    input.addEventListener('input', filter);
    filter();
  };

  document.querySelectorAll('.list table').forEach((table) => {
    sortable(table);
    searchable(table);
  });
});
