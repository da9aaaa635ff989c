"use strict";
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const body = document.getElementById("rows"), find = document.getElementById("find"), sort = document.getElementById("sort");
  const show = document.getElementById("show"), more = document.getElementById("more"), pages = document.getElementById("pages");
  const groups = ["fault", "safety", "change", "cant_tell", "unchanged"], step = 250;
  const rows = Array.from(body.rows, r => r.outerHTML).concat(data.rows);
  let words = null, limit = step;
  const text = i => {
    if (!words) words = rows.map(r => r.replace(/<[^>]*>/g, " ").replace(/&#39;/g, "'").replace(/&#34;/g, '"').replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&").toLowerCase());
    return words[i];
  };
  const say = (s, ...n) => n.reduce((t, x) => t.replace("{}", x), s);
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
    const asked = find.value.trim().toLowerCase();
    const on = new Set(Array.from(show.querySelectorAll("input:checked"), c => String(groups.indexOf(c.value))));
    const match = [];
    for (let i = 0; i < rows.length; i++) if (on.has(data.keys[i][0]) && (!asked || text(i).includes(asked))) match.push(i);
    match.sort(compare(Number(sort.value)));
    body.innerHTML = match.slice(0, limit).map(i => rows[i]).join("");
    const left = Math.min(step, match.length - limit);
    more.hidden = left <= 0;
    more.textContent = say(data.words[1], left);
    document.getElementById("nobody").hidden = match.length > 0;
    document.getElementById("count").textContent = say(data.words[0], Math.min(limit, match.length), match.length);
  };
  const anew = () => { limit = step; draw(); };
  for (const [e, what] of [[find, "input"], [sort, "change"], [show, "change"]]) e.addEventListener(what, anew);
  more.addEventListener("click", () => { limit += step; draw(); });
  const tools = document.getElementById("tools");
  tools.addEventListener("submit", e => e.preventDefault());
  tools.hidden = false;
  if (pages) pages.hidden = true;
  more.hidden = data.rows.length === 0;
  more.textContent = say(data.words[1], Math.min(step, data.rows.length));
  document.getElementById("count").textContent = say(data.words[0], Math.min(limit, rows.length), rows.length);
})();
