async source => {
  const queue = window.dgm4jFigures = window.dgm4jFigures || [];
  if (queue.ready) return;
  queue.ready = true;
  if (!window.Plotly) {
    const bytes = Uint8Array.from(atob(source), c => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    const code = await new Response(stream).text();
    new Function('define', 'module', 'exports', 'MathJax', code).call(window);
  }
  const grid = 'rgba(118,118,118,0.3)', line = 'rgb(118,118,118)';
  const ink = element => getComputedStyle(element).color;
  // Plotly's buttons have a strip of their own below the figure: they would cover its title. Where
  // nothing can hover, they would always be seen, and are left out.
  const canHover = matchMedia('(hover: hover)').matches;
  if (canHover) {
    const rules = document.createElement('style');
    rules.textContent = '.dgm4j-figure{box-sizing:content-box;padding-bottom:28px}' +
        '.dgm4j-figure .modebar-container{top:100%!important}' +
        // What a button does is said above it: below, the output's edge would cut it off.
        '.dgm4j-figure .modebar [data-title]::before,.dgm4j-figure .modebar [data-title]::after' +
        '{top:auto!important;bottom:110%!important}' +
        '.dgm4j-figure .modebar [data-title]::before' +
        '{margin:0 -6px -12px 0!important;border-color:#69738a transparent transparent!important}';
    document.head.append(rules);
  }
  const themed = (host, layout = {}) => {
    const axes = {};
    for (const name of ['xaxis', 'yaxis', ...Object.keys(layout).filter(k => /^[xy]axis/.test(k))])
      axes[name] = {gridcolor: grid, linecolor: line, tickcolor: line, zeroline: false, ...layout[name]};
    return {
      paper_bgcolor: 'transparent', plot_bgcolor: 'transparent', ...layout, ...axes,
      modebar: {bgcolor: 'transparent', color: 'rgba(118,118,118,0.7)', activecolor: line, ...layout.modebar},
      width: host.clientWidth,
      font: {family: 'Helvetica,Arial,sans-serif', ...layout.font, color: ink(host)},
    };
  };
  const show = ({box, draw, both}) => {
    const picture = box.firstElementChild;
    let host, width = 0;
    const begin = () => {
      host = document.createElement('div');
      host.className = 'dgm4j-figure';
      // Notebooks look for formulas in all texts, and would find them in a figure's labels.
      box.classList.add('mathjax_ignore', 'tex2jax_ignore');
      box.append(host);
      if (!both) picture.style.display = 'none';
      try {
        draw({getElementById: () => host}, {
          newPlot: (element, data, layout, config) => window.Plotly.newPlot(
              host, data, themed(host, layout),
              {displaylogo: false, displayModeBar: canHover ? 'hover' : false, doubleClick: 'reset', ...config, responsive: false}),
        });
      } catch (error) {
        console.debug('dgm4j keeps the picture:', error);
        host.remove();
        picture.style.display = '';
      }
    };
    const fit = () => {
      if (!box.clientWidth || box.clientWidth === width) return;
      width = box.clientWidth;
      if (!host) begin();
      else if (host.isConnected) window.Plotly.relayout(host, {width});
    };
    // Not at once: what an observer resizes itself, browsers report as an error. Nor in the next
    // frame, which may never come.
    new ResizeObserver(() => setTimeout(fit)).observe(box);
  };
  const follow = host => {
    const color = ink(host);
    if (host.layout && host.layout.font.color !== color)
      window.Plotly.relayout(host, {'font.color': color});
  };
  new MutationObserver(() => document.querySelectorAll('.dgm4j-figure').forEach(follow))
      .observe(document.body, {attributes: true});
  const safely = figure => {
    try {
      show(figure);
    } catch (error) {
      console.debug('dgm4j keeps the picture:', error);
    }
  };
  queue.push = (...figures) => figures.forEach(safely);
  queue.splice(0).forEach(safely);
}
