"use strict";
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const at = id => document.getElementById(id);
  const body = at("rows"), find = at("find"), sort = at("sort"), show = at("show"), more = at("more");
  const groups = data.groups, step = data.step;
  const boxes = Array.from(show.querySelectorAll("input"));
  const rows = Array.from(body.rows, r => r.outerHTML).concat(data.rows);
  const number = n => n.toLocaleString(document.documentElement.lang);
  const say = (s, ...n) => n.reduce((t, x) => t.replace("{}", number(x)), s);
  // Letters are compared without case and accents: "zoe" finds Zoë.
  const fold = s => s.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  let texts = null, limit = step;
  const text = i => {
    if (!texts) texts = rows.map(r => fold(r.replace(/<[^>]*>/g, " ").replace(/&#39;/g, "'").replace(/&#34;/g, '"').replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&")));
    return texts[i];
  };
  const compare = column => {
    const k = Math.abs(column), way = column < 0 ? -1 : 1;
    return (a, b) => {
      const x = data.keys[a][k], y = data.keys[b][k];
      if (x === y) return a - b;
      if (x === "" || y === "") return x === "" ? 1 : -1;
      const n = k === 1 || k === 6 ? (x < y ? -1 : 1) : x - y;
      return way * n || a - b;
    };
  };
  const draw = () => {
    const asked = fold(find.value).split(/\s+/).filter(w => w);
    const on = new Set(boxes.filter(b => b.checked).map(b => String(groups.indexOf(b.value))));
    const match = [];
    for (let i = 0; i < rows.length; i++) if ((!on.size || on.has(data.keys[i][0])) && asked.every(w => text(i).includes(w))) match.push(i);
    match.sort(compare(Number(sort.value)));
    body.innerHTML = match.slice(0, limit).map(i => rows[i]).join("");
    tell(match.length);
  };
  const tell = found => {
    for (const b of boxes) b.parentNode.classList.toggle("chosen", b.checked);
    const left = Math.min(step, found - limit);
    more.hidden = left <= 0;
    more.textContent = say(data.words[1], left);
    at("nobody").hidden = found > 0;
    at("count").textContent = say(data.words[0], Math.min(limit, found), found);
  };
  // What is asked for stands behind the # of the address: whoever looks at a report
  // and goes back finds the list as it was.
  let keeping = 0;
  const keep = () => {
    const asked = new URLSearchParams();
    if (find.value.trim()) asked.set("find", find.value);
    if (sort.value !== "0") asked.set("sort", sort.value);
    for (const b of boxes) if (b.checked) asked.append("show", b.value);
    if (limit > step) asked.set("rows", limit);
    history.replaceState(null, "", "#" + asked);
  };
  const later = () => { clearTimeout(keeping); keeping = setTimeout(keep, 400); };
  const restore = () => {
    const asked = new URLSearchParams(location.hash.slice(1));
    find.value = asked.get("find") || "";
    sort.value = asked.get("sort") || "0";
    if (sort.selectedIndex < 0) sort.value = "0";
    for (const b of boxes) b.checked = asked.getAll("show").includes(b.value) || location.hash === "#" + b.value;
    limit = Math.max(step, parseInt(asked.get("rows")) || 0);
    if (find.value || sort.value !== "0" || limit > step || boxes.some(b => b.checked)) draw();
    else tell(rows.length);
  };
  const anew = () => { limit = step; draw(); later(); };
  for (const [e, what] of [[find, "input"], [sort, "change"], [show, "change"]]) e.addEventListener(what, anew);
  more.addEventListener("click", () => { limit += step; draw(); later(); });
  const tools = at("tools");
  tools.addEventListener("submit", e => e.preventDefault());
  restore();
  tools.hidden = false;
  for (const plain of ["groups", "pages"]) if (at(plain)) at(plain).hidden = true;
})();
