"use strict";
// One instance per report of the page; everything it needs is in the page's own elements, nothing is fetched.
function setUp(report) {
  const all = (selector, root) => Array.from((root || report).querySelectorAll(selector));
  const one = (selector, root) => (root || report).querySelector(selector);
  const findings = all(".finding");
  const marks = all("mark");
  const holds = (mark, name, index) => mark.dataset[name].split(" ").includes(String(index));
  let chosen = null;
  let only = null;

  function showTab(name) {
    all("[data-tab]").forEach(tab => tab.setAttribute("aria-selected", String(tab.dataset.tab === name)));
    all("[data-pane]").forEach(pane => { pane.hidden = pane.dataset.pane !== name; });
  }

  function choose(finding, scroll) {
    chosen = finding;
    findings.forEach(other => other.classList.toggle("chosen", other === finding));
    marks.forEach(mark => mark.classList.remove("is-primary", "is-related"));
    if (!finding) return;
    finding.scrollIntoView({block: "nearest"});
    const index = finding.dataset.index;
    const hers = marks.filter(mark => holds(mark, "f", index));
    hers.forEach(mark => mark.classList.add(holds(mark, "p", index) ? "is-primary" : "is-related"));
    const first = hers.find(mark => holds(mark, "p", index)) || hers[0];
    if (first && scroll) { showTab("text"); first.scrollIntoView({block: "center"}); }
  }

  function visible() { return findings.filter(finding => !finding.hidden); }

  function step(by) {
    const shown = visible();
    if (!shown.length) return;
    const at = shown.indexOf(chosen);
    choose(shown[at < 0 ? 0 : Math.max(0, Math.min(shown.length - 1, at + by))], true);
  }

  function filter() {
    const severities = all("[data-severity]:checked").map(box => box.dataset.severity);
    const rule = one("select.rule").value;
    const words = one("[type=search]").value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    findings.forEach(finding => {
      const text = finding.textContent.toLocaleLowerCase();
      finding.hidden = !severities.includes(finding.dataset.severity) || Boolean(rule && finding.dataset.rule !== rule)
        || Boolean(only && !only.includes(finding.dataset.index)) || !words.every(word => text.includes(word));
    });
    const shown = visible();
    one(".shown").textContent = shown.length;
    one(".list > .empty").hidden = shown.length > 0;
    one(".here").hidden = !only;
    if (chosen && chosen.hidden) choose(null);
  }

  function onlyAt(mark) {
    only = mark ? mark.dataset.f.split(" ") : null;
    if (mark) {
      one("[type=search]").value = "";
      one("select.rule").value = "";
      all("[data-severity][type=checkbox]").forEach(box => { box.checked = true; });
    }
    filter();
    if (mark) choose(visible()[0], false);
  }

  all("[data-tab]").forEach(tab => tab.addEventListener("click", () => showTab(tab.dataset.tab)));
  one(".show-ok").addEventListener("change", event => report.classList.toggle("hide-ok", !event.target.checked));
  findings.forEach(finding => {
    one(".card", finding).addEventListener("click", () => choose(finding, true));
    all(".go", finding).forEach(link => link.addEventListener("click", () => {
      choose(finding, true);
      const target = one('mark[data-e~="' + finding.dataset.index + "-" + link.dataset.nth + '"]');
      if (target) target.scrollIntoView({block: "center"});
    }));
  });
  marks.forEach(mark => {
    mark.addEventListener("click", () => onlyAt(mark));
    mark.addEventListener("keydown", event => { if (event.key === "Enter") onlyAt(mark); });
  });
  if (findings.length) {
    all(".filters input, .filters select").forEach(input => input.addEventListener("input", filter));
    one(".all").addEventListener("click", () => onlyAt(null));
  }
  return {step, search: () => { const box = one("[type=search]"); if (box) box.focus(); }, clear: () => findings.length && onlyAt(null)};
}

const reports = Array.from(document.querySelectorAll(".report"));
const parts = reports.map(setUp);
let current = 0;
const file = document.getElementById("file");
if (file) {
  file.addEventListener("change", () => {
    current = Number(file.value);
    reports.forEach((report, index) => { report.hidden = index !== current; });
    parts[current].step(0);
  });
}
document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || !parts.length) return;
  if (event.key === "Escape") { event.target.blur(); parts[current].clear(); return; }
  if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
  if (event.key === "j") parts[current].step(1);
  else if (event.key === "k") parts[current].step(-1);
  else if (event.key === "/") { event.preventDefault(); parts[current].search(); }
});
if (parts.length) parts[0].step(0);
