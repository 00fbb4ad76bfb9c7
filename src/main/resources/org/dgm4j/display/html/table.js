() => {
  const box = document.currentScript.previousElementSibling;
  const headings = [...box.querySelectorAll('th')];
  const body = box.querySelector('tbody');
  const text = (row, index) => row.cells[index].textContent.trim();
  const number = cell => Number(cell.replace(/ \u00b1.*/, '').replace(/[\u2264,]/g, '').replace('\u2212', '-'));
  const compare = (a, b) => {
    if (!a || !b) return !a - !b;
    const x = number(a), y = number(b);
    if (isNaN(x) !== isNaN(y)) return isNaN(x) - isNaN(y);
    return isNaN(x) ? a.localeCompare(b) : x - y;
  };
  headings.forEach((heading, index) => {
    const title = heading.textContent;
    heading.style.cursor = 'pointer';
    heading.title = 'Sort by ' + title;
    heading.onclick = () => {
      const down = heading.ariaSort === 'ascending' ? -1 : 1;
      const rows = [...body.rows].sort((a, b) => {
        const x = text(a, index), y = text(b, index);
        return compare(x, y) * (x && y ? down : 1);
      });
      body.append(...rows);
      for (const other of headings) {
        other.ariaSort = 'none';
        other.textContent = other.textContent.replace(/ [\u25b2\u25bc]$/, '');
      }
      heading.ariaSort = down > 0 ? 'ascending' : 'descending';
      heading.textContent = title + (down > 0 ? ' \u25b2' : ' \u25bc');
    };
  });
}
