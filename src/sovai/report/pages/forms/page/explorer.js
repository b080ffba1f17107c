"use strict";
// Score and levers under other weights of the layers, by the formula of the method; without a library.
(() => {
  const data = JSON.parse(document.getElementById("explorer-data").textContent);
  const language = document.documentElement.lang;
  const points = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(language, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const whole = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 });
  const shown = 5;
  const published = data.layers.map((layer) => layer.weight);
  const sliders = data.layers.map((layer) => document.getElementById(`weight-${layer.id}`));
  let weights = [...published];

  const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
  const powerMean = (pairs) =>
    Math.pow(sum(pairs.map(([weight, value]) => weight * Math.pow(value, data.exponent))), 1 / data.exponent);

  const layerScore = (layer) =>
    powerMean(layer.components.map((component) => [
      component.weight,
      sum(component.indicators.map((value, k) => data.indicatorWeights[k] * value)),
    ]));

  const score = (shares) => 100 * powerMean(data.layers.map((layer, l) => [shares[l], layerScore(layer)]));

  const loss = (party, shares) =>
    sum(data.layers.map((layer, l) =>
      shares[l] * sum(layer.components.map((component) => component.weight * (party.losses[component.id] ?? 0)))));

  const inProportion = (numbers) => numbers.map((number) => number / sum(numbers));

  function rankInto(body, parties, shares) {
    const before = inProportion(published);
    const found = parties
      .map((party) => ({ ...party, now: loss(party, shares), then: loss(party, before) }))
      .sort((a, b) => b.now - a.now || a.name.localeCompare(b.name, language));
    body.replaceChildren(...found.slice(0, shown).map((party) => {
      const row = document.createElement("tr");
      const rank = 1 + found.filter((other) => other.now > party.now).length;
      const cells = [["td", rank], ["th", party.name], ["td", percent.format(party.now)], ["td", percent.format(party.then)]];
      row.append(...cells.map(([tag, text]) => {
        const cell = document.createElement(tag);
        cell.textContent = text;
        if (tag === "th") cell.scope = "row"; else cell.className = "figure";
        return cell;
      }));
      row.dataset.id = party.id;
      row.dataset.loss = party.now;
      return row;
    }));
  }

  function show() {
    const status = document.getElementById("explorer-status");
    if (!(sum(weights) > 0)) {
      status.textContent = data.words.nothing;
      return;
    }
    const shares = inProportion(weights);
    const own = weights.some((weight, l) => weight !== published[l]);
    status.textContent = own ? data.words.own : data.words.published;
    status.classList.toggle("own", own);
    data.layers.forEach((layer, l) => {
      document.getElementById(`weight-${layer.id}-value`).textContent = whole.format(shares[l]);
    });
    const output = document.getElementById("explorer-score");
    if (output) {
      output.textContent = points.format(score(shares));
      output.dataset.score = score(shares);
      document.getElementById("explorer-published").textContent = points.format(score(inProportion(published)));
    }
    for (const [kind, parties] of Object.entries(data.parties)) {
      rankInto(document.getElementById(`explorer-${kind}`), parties, shares);
    }
  }

  sliders.forEach((slider, l) => slider.addEventListener("input", () => {
    weights[l] = slider.valueAsNumber / 100;
    show();
  }));
  document.getElementById("explorer-form").addEventListener("reset", () => {
    weights = [...published];
    show();
  });
  document.getElementById("explorer-form").addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("explorer").hidden = false;
  document.getElementById("explorer-form").reset();
})();
