(width, height, size, gap, count, columns, low, high, labels, stops, unknown) => {
  const box = document.currentScript.previousElementSibling;
  const image = box.querySelector('img');
  const line = box.lastElementChild;
  const number = t => String(+(low + t * (high - low)).toPrecision(3));
  const nearest = pixel => {
    let best = 0, least = Infinity;
    for (let k = 0; k < 256; k++) {
      const place = k / 255 * (stops.length - 1);
      const below = Math.min(Math.floor(place), stops.length - 2);
      let distance = 0;
      for (let c = 0; c < 3; c++) {
        const a = stops[below] >> 16 - 8 * c & 255, b = stops[below + 1] >> 16 - 8 * c & 255;
        distance += Math.abs(pixel[c] - (a + (place - below) * (b - a)));
      }
      if (distance < least) [best, least] = [k / 255, distance];
    }
    return number(best);
  };
  let canvas;
  const say = event => {
    if (!canvas) {
      const element = document.createElement('canvas');
      element.width = image.naturalWidth;
      element.height = image.naturalHeight;
      canvas = element.getContext('2d', {willReadFrequently: true});
      canvas.drawImage(image, 0, 0);
    }
    const frame = image.getBoundingClientRect();
    const x = Math.floor((event.clientX - frame.left) * image.naturalWidth / frame.width);
    const y = Math.floor((event.clientY - frame.top) * image.naturalHeight / frame.height);
    const across = width * size + gap, down = height * size + gap;
    const column = x % across < width * size ? Math.floor(x % across / size) : width;
    const row = y % down < height * size ? Math.floor(y % down / size) : height;
    const index = Math.floor(y / down) * columns + Math.floor(x / across);
    if (index >= count || column >= width || row >= height) return '\u00a0';
    const pixel = canvas.getImageData(x, y, 1, 1).data;
    const known = (pixel[0] << 16 | pixel[1] << 8 | pixel[2]) !== unknown;
    const value = !known ? 'not known' : stops.length ? nearest(pixel)
        : [0, 1, 2].map(c => number(pixel[c] / 255)).join(', ');
    const label = labels.length ? ` (${labels[index]})` : '';
    return `image ${index}${label}, row ${row}, column ${column}: ${value}`;
  };
  image.onmousemove = event => { line.textContent = say(event); };
  image.onmouseleave = () => { line.textContent = '\u00a0'; };
}
