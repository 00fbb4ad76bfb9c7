(draw, both) => {
  const box = document.currentScript.previousElementSibling;
  (window.dgm4jFigures = window.dgm4jFigures || []).push({box, draw, both});
}
