// What is kept over a reload: a state for each paper, variant and kind.
quiz.keep = (() => {
  const prefix = `quiz:${quiz.data.paper}`;
  const name = (letter) => `${prefix}:${letter}:${quiz.data.kind}`;
  const store = open();

  // Some browsers have no storage for files, or refuse it: then there is none.
  function open() {
    try {
      const found = window.localStorage;
      found.setItem(prefix, "");
      found.removeItem(prefix);
      return found;
    } catch {
      return null;
    }
  }

  const fresh = (variant) => ({
    version: 1, letter: variant.letter, name: "", started: 0, finished: 0, handed: false, current: 0,
    answers: variant.questions.map(() => null),
    seconds: variant.questions.map(() => 0),
    own: variant.questions.map(() => null),
    checked: variant.questions.map(() => false),
  });

  function fits(state, variant) {
    const lists = state && [state.answers, state.seconds, state.own, state.checked];
    return Boolean(lists) && state.version === 1 && state.started > 0 &&
      lists.every((list) => Array.isArray(list) && list.length === variant.questions.length);
  }

  function load(variant) {
    if (!store) return null;
    try {
      const state = JSON.parse(store.getItem(name(variant.letter)));
      return fits(state, variant) ? state : null;
    } catch {
      return null;
    }
  }

  // Whether it is kept: a full storage refuses too.
  function save(state) {
    if (!store) return false;
    try {
      store.setItem(name(state.letter), JSON.stringify(state));
      return true;
    } catch {
      return false;
    }
  }

  // Each variant that somebody has begun, with its state.
  const found = () => quiz.data.variants.map((variant) => [variant, load(variant)]).filter(([, state]) => state);

  const forget = (state) => { if (store) store.removeItem(name(state.letter)); };

  return { fresh, found, save, forget, works: store !== null };
})();
