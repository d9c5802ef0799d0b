// The contrast of each visible text with its background, as WCAG defines it; the body of a function that a test runs.
const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
const linear = (part) => (part /= 255) <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
const results = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const element = walker.currentNode.parentElement, text = walker.currentNode.data.trim();
  if (!text || !element.checkVisibility({visibilityProperty: true}) || element.closest("script, noscript")) continue;
  let behind = element;
  while (behind && (numbers(getComputedStyle(behind).backgroundColor)[3] ?? 1) === 0) behind = behind.parentElement;
  const back = luminance(numbers(getComputedStyle(behind).backgroundColor));
  const front = luminance(numbers(getComputedStyle(element).color));
  results.push({text, contrast: (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05)});
}
return results;
