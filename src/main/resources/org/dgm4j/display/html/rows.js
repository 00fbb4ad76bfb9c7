(source, rows, sent, right, gap, remarks) => {
  const box = document.currentScript.previousElementSibling;
  const body = box.querySelector('tbody');
  const headings = [...box.querySelectorAll('thead th')].slice(1);
  if (gap >= 0) headings.splice(gap, 1);
  const line = box.lastElementChild;
  const all = rows <= 20;
  const number = n => String(n).replace(/\B(?=(\d{3})+$)/g, ',');
  const powers = '\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079';
  const power = e => [...String(e)].map(c => c === '-' ? '\u207b' : powers[c]).join('');
  const minus = text => text.replace('-', '\u2212');
  const general = v => {
    if (!isFinite(v)) return v > 0 ? '\u221e' : '\u2212\u221e';
    const size = Math.abs(v);
    if (size < 1e12 && (size >= 1e-4 || !size)) return minus(String(v));
    const [digits, exponent] = size.toExponential(5).split('e');
    const mantissa = String(+digits);
    return (v < 0 ? '\u2212' : '') + (mantissa === '1' ? '' : mantissa + '\u00d7') +
        '10' + power(+exponent);
  };
  const size = 20;
  let columns, order, page = 0;
  const load = async () => {
    if (columns) return;
    const bytes = Uint8Array.from(atob(source), c => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    const read = await new Response(stream).json();
    for (const column of read) {
      if (column.steps)
        for (let i = 1; i < column.values.length; i++) column.values[i] += column.values[i - 1];
      column.missing = new Set(column.missing);
    }
    columns = read;
    order = Uint32Array.from({length: sent}, (_, i) => i);
  };
  const text = (column, row) => {
    const value = column.values[row];
    if (column.words) return column.words[value];
    return column.decimals === undefined ? general(+value)
        : minus((value / 10 ** column.decimals).toFixed(column.decimals));
  };
  const cell = (name, content, css) => {
    const element = document.createElement(name);
    element.textContent = content;
    element.style.cssText = css;
    return element;
  };
  const draw = () => {
    const lines = [];
    for (let i = page * size; i < Math.min(sent, (page + 1) * size); i++) {
      const row = order[i];
      const element = document.createElement('tr');
      element.append(cell('th', row, 'text-align:right;opacity:.6;font-weight:normal'));
      columns.forEach((column, index) => {
        if (index === gap) element.append(cell('td', '\u2026', ''));
        const css = right[index] ? 'text-align:right;white-space:nowrap' : 'text-align:left';
        if (column.missing.has(row)) {
          const mark = cell('span', '\u2205', 'opacity:.5');
          mark.title = 'missing';
          const around = cell('td', '', css);
          around.append(mark);
          element.append(around);
        } else {
          element.append(cell('td', text(column, row), css));
        }
      });
      lines.push(element);
    }
    body.replaceChildren(...lines);
    if (!all) say();
  };
  const buttons = [];
  const place = document.createElement('input');
  const last = () => Math.max(0, Math.ceil(sent / size) - 1);
  const say = () => {
    place.value = page + 1;
    buttons[0].disabled = buttons[1].disabled = columns && page === 0;
    buttons[2].disabled = buttons[3].disabled = columns && page === last();
  };
  const go = async to => {
    await load();
    page = Math.max(0, Math.min(last(), to()));
    draw();
  };
  if (!all) {
    const plain = 'font:inherit;color:inherit;background:transparent;'
        + 'border:1px solid rgba(118,118,118,.5)';
    const button = (label, name, to) => {
      const element = document.createElement('button');
      element.type = 'button';
      element.textContent = label;
      element.title = name;
      element.style.cssText = plain;
      element.onclick = () => go(to);
      buttons.push(element);
      return element;
    };
    place.type = 'number';
    place.min = 1;
    place.max = last() + 1;
    place.title = 'Page';
    place.style.cssText = plain + `;width:${String(last() + 1).length + 4}ch`;
    place.onchange = () => go(() => Math.round(place.value) - 1 || 0);
    line.replaceChildren(
        button('\u00ab', 'First page', () => 0),
        button('\u2039', 'Page before', () => page - 1),
        ' page ', place, ` of ${number(last() + 1)} `,
        button('\u203a', 'Next page', () => page + 1),
        button('\u00bb', 'Last page', last), ' ',
        sent < rows ? `Pages and order are of the first ${number(sent)} rows. ` : '', remarks);
    say();
  }
  const words = new Intl.Collator();
  const arrow = document.createElement('span');
  const sort = async heading => {
    await load();
    const index = headings.indexOf(heading);
    const column = columns[index];
    const down = heading.ariaSort === 'ascending' ? -1 : 1;
    let keys = column.values;
    if (column.words) {
      const big = right[index] && column.words.map(BigInt);
      const ranks = column.words.map((_, i) => i).sort((a, b) => big
          ? (big[a] < big[b] ? -1 : +(big[a] > big[b]))
          : words.compare(column.words[a], column.words[b]));
      const rank = [];
      ranks.forEach((word, i) => rank[word] = i);
      keys = keys.map(i => rank[i]);
    } else if (column.decimals === undefined) {
      keys = keys.map(Number);
    }
    const lost = Uint8Array.from({length: sent}, (_, i) => column.missing.has(i));
    order = Uint32Array.from({length: sent}, (_, i) => i).sort((a, b) =>
        lost[a] - lost[b] || (lost[a] ? 0 : down * (keys[a] < keys[b] ? -1 : +(keys[a] > keys[b]))) || a - b);
    for (const other of headings) other.ariaSort = 'none';
    heading.ariaSort = down > 0 ? 'ascending' : 'descending';
    arrow.textContent = down > 0 ? ' \u25b2' : ' \u25bc';
    heading.firstChild.after(arrow);
    page = 0;
    draw();
  };
  for (const heading of headings) {
    heading.style.cursor = 'pointer';
    heading.tabIndex = 0;
    heading.title = 'Sort by ' + heading.firstChild.textContent;
    heading.onclick = () => sort(heading);
    heading.onkeydown = event => { if (event.key === 'Enter') sort(heading); };
  }
}
