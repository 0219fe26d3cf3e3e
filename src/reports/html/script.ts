/**
 * All that the page's script does: tables marked for it can be filtered and sorted, and the filters
 * stay in the address. It reads what the page shows and holds no data. Like all markup here it is
 * XML: it has neither `<` nor `&`.
 */
export const script: string = `
"use strict";
(function () {
  var prefix = "#filter/";
  var filters = {};
  function read() {
    filters = {};
    if (!location.hash.startsWith(prefix)) return;
    location.hash.slice(prefix.length).split(";").forEach(function (part) {
      var at = part.indexOf("=");
      if (at > 0) {
        try { filters[part.slice(0, at)] = decodeURIComponent(part.slice(at + 1)); } catch (error) { return; }
      }
    });
  }
  function write() {
    var parts = Object.keys(filters).filter(function (id) { return filters[id] !== ""; })
      .map(function (id) { return id + "=" + encodeURIComponent(filters[id]); });
    history.replaceState(null, "", parts.length === 0 ? "#" : prefix + parts.join(";"));
  }
  function rowsOf(table) { return Array.from(table.tBodies[0].rows); }
  function apply(table, said) {
    var wanted = (filters[table.id] || "").toLowerCase();
    var shown = 0;
    rowsOf(table).forEach(function (row) {
      row.hidden = !row.textContent.toLowerCase().includes(wanted);
      if (!row.hidden) shown += 1;
    });
    said.textContent = wanted === "" ? "" : shown + " of " + rowsOf(table).length + " rows";
  }
  function keyOf(row, column) {
    var cell = row.cells[column];
    if (!cell) return "";
    var number = cell.querySelector("data");
    return number ? Number(number.value) : cell.textContent.trim();
  }
  function order(left, right) {
    if (typeof left === "number") {
      if (typeof right === "number") return left - right;
      return -1;
    }
    if (typeof right === "number") return 1;
    return left === right ? 0 : left > right ? 1 : -1;
  }
  function sortable(table) {
    Array.from(table.tHead.rows[0].cells).forEach(function (head, column) {
      if (head.textContent.trim() === "") return;
      var button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.setAttribute("aria-label", "Sort by " + head.textContent.trim());
      button.textContent = "\\u2195";
      button.addEventListener("click", function () {
        var down = head.getAttribute("aria-sort") === "ascending";
        Array.from(table.tHead.rows[0].cells).forEach(function (other) { other.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        rowsOf(table).sort(function (one, other) {
          var way = order(keyOf(one, column), keyOf(other, column));
          return down ? -way : way;
        }).forEach(function (row) { table.tBodies[0].append(row); });
      });
      head.append(" ", button);
    });
  }
  function filterable(table) {
    var tools = document.createElement("p");
    var label = document.createElement("label");
    var input = document.createElement("input");
    var said = document.createElement("span");
    tools.className = "tools";
    input.type = "search";
    said.setAttribute("role", "status");
    label.append("Filter ", input);
    tools.append(label, " ", said);
    table.parentElement.before(tools);
    input.value = filters[table.id] || "";
    input.addEventListener("input", function () {
      filters[table.id] = input.value;
      apply(table, said);
      write();
    });
    addEventListener("hashchange", function () {
      if (!location.hash.startsWith(prefix)) return;
      read();
      input.value = filters[table.id] || "";
      apply(table, said);
    });
    apply(table, said);
  }
  read();
  document.querySelectorAll("table.long").forEach(function (table) {
    sortable(table);
    filterable(table);
  });
})();
`;
