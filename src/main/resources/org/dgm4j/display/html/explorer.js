(width, height, pitch, u, v, frame, principal) => {
  const box = document.currentScript.previousElementSibling;
  const [plane, sheet] = box.querySelectorAll('img');
  const line = box.lastElementChild;
  const [side, left, right, top, bottom, low, high, foot, head] = frame;
  const hint = 'Move the pointer over the codes to see their decodings';
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  canvas.style.cssText = 'display:none;max-width:100%;image-rendering:pixelated;' +
      `width:${sheet.getAttribute('width')}px;height:${sheet.getAttribute('height')}px`;
  sheet.after(canvas);
  line.textContent = hint;
  plane.style.cursor = 'crosshair';
  const nearest = (places, value) => places.reduce(
      (best, place, i) => Math.abs(place - value) < Math.abs(places[best] - value) ? i : best, 0);
  const show = visible => {
    canvas.style.display = visible ? '' : 'none';
    sheet.style.display = visible ? 'none' : '';
  };
  plane.onpointermove = event => {
    const area = plane.getBoundingClientRect();
    const across = (event.clientX - area.left) * side / area.width;
    const down = (event.clientY - area.top) * side / area.height;
    const column = nearest(u, low + (across - left) / (right - left) * (high - low));
    const row = nearest(v, foot + (down - bottom) / (top - bottom) * (head - foot));
    canvas.getContext('2d').drawImage(sheet, column * pitch[0], row * pitch[1], width, height,
        0, 0, width, height);
    show(true);
    const name = principal ? 'components' : 'z';
    line.textContent = `decoding of ${name} = (${u[column].toFixed(2)}, ${v[row].toFixed(2)})`;
  };
  plane.onpointerleave = () => {
    show(false);
    line.textContent = hint;
  };
}
