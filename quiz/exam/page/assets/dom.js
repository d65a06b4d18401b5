// What the other modules share: the data of the page, its words, and elements. Text is always set as text.
quiz.data = JSON.parse(document.getElementById("data").textContent);

quiz.by = (id) => document.getElementById(id);

quiz.say = (name, values = {}) =>
  quiz.data.words[name].replace(/\{(\w+)\}/g, (all, key) => (key in values ? String(values[key]) : all));

// Told by a screen reader; an empty text in between lets the same be told twice.
quiz.tell = (text) => {
  const live = quiz.by("live");
  live.textContent = "";
  setTimeout(() => { live.textContent = text; }, 50);
};

quiz.make = (tag, classes, text) => {
  const element = document.createElement(tag);
  if (classes) element.className = classes;
  if (text !== undefined) element.textContent = text;
  return element;
};

// Hundredths as a person writes them.
quiz.points = (hundredths) => String(hundredths / 100);

// A, B … Z, AA, AB …
quiz.letter = (place) =>
  (place < 26 ? "" : quiz.letter(Math.floor(place / 26) - 1)) + String.fromCharCode(65 + (place % 26));

quiz.minutes = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
