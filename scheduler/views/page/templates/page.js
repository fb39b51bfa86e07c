"use strict";
(() => {
  const form = document.getElementById("controls");
  const body = document.body;
  const own = body.dataset.zone;
  const times = [...document.querySelectorAll("time")];
  const labels = [...document.querySelectorAll(".said")];
  const marked = [...document.querySelectorAll("[data-d]")];
  const views = [...document.querySelectorAll(".view")];
  const groups = [...document.querySelectorAll(".track:not([data-d]), .day, #without-slot")];
  const links = [...document.querySelectorAll(".days a")];
  const shown = document.getElementById("shown");
  const device = Intl.DateTimeFormat().resolvedOptions().timeZone;

  const clockOf = (zone) => {
    const format = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
    });
    const known = new Map();
    return (stamp) => {
      if (!known.has(stamp)) {
        const part = Object.fromEntries(format.formatToParts(new Date(stamp)).map(({ type, value }) => [type, value]));
        known.set(stamp, { date: Date.UTC(part.year, part.month - 1, part.day), clock: `${part.hour}:${part.minute}` });
      }
      return known.get(stamp);
    };
  };

  const dayOf = (from, to) => Math.round((to.date - from.date) / 86400000);
  const raised = (number) => [...String(number)].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]).join("");

  // Times in another zone: a start is marked if its day differs from the heading's, an end if it is on a later day.
  const setZone = (zone) => {
    const there = clockOf(zone);
    const here = clockOf(own);
    for (const time of times) {
      const local = there(time.dateTime);
      const since = time.dataset.since;
      const days = since ? dayOf(there(since), local) : dayOf(here(time.dateTime), local);
      const many = Math.abs(days) === 1 ? "day" : "days";
      if (!days) time.textContent = local.clock;
      else if (since) time.textContent = `${local.clock}⁺${raised(days)}`;
      else time.textContent = `${local.clock} ${days > 0 ? "+" : "−"}${Math.abs(days)} ${many}`;
    }
    for (const label of labels) label.textContent = `· times of ${zone}`;
  };

  const setView = (name) => {
    for (const view of views) view.hidden = view.id !== `view-${name}`;
  };

  const setDelegation = (number) => {
    for (const element of marked) {
      element.hidden = number !== "" && !element.dataset.d.split(" ").includes(number);
    }
    // Hide empty rooms and days too, and the links to them.
    for (const group of groups) {
      group.hidden = number !== "" && ![...group.querySelectorAll("[data-d]")].some((element) => !element.hidden);
    }
    for (const link of links) link.hidden = document.querySelector(link.hash).hidden;
  };

  const changed = (event) => {
    const data = new FormData(form);
    if (!event || event.target.name === "view") setView(data.get("view"));
    if (!event || event.target.name === "zone") setZone(data.get("zone") === "device" ? device : data.get("zone"));
    if (!event || event.target.name === "delegation") setDelegation(data.get("delegation") || "");
    if (event) {
      const control = event.target;
      const word = control.tagName === "SELECT" ? control.selectedOptions[0].text : control.parentElement.textContent;
      shown.textContent = `Shown: ${word.trim()}`;
    }
  };

  // Escape closes a block that was opened with the keyboard.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.activeElement.classList.contains("block")) document.activeElement.blur();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", changed);
  form.hidden = false;
  changed();
})();
