// The rules of quiz/exam/marking.py, word for word.
quiz.marking = (() => {
  const LONGEST = 2000;
  const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;
  const BLANKS = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;
  const HANGUL = "[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff]";
  const BETWEEN_HANGUL = new RegExp(`(${HANGUL}) (?=${HANGUL})`, "g");
  const ENDING = /[.,!?;:。…]+$/;
  const EDGES = /^ +| +$/g;
  const SMART = { "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "‚": "'", "—": "--", "–": "-" };

  function normal(text, cased) {
    // Python counts characters, JavaScript halves of pairs.
    let told = Array.from(text).slice(0, LONGEST).join("").replace(INVISIBLE, "").normalize("NFC");
    told = told.replace(/[“”„‘’‚—–]/g, (sign) => SMART[sign]).replace(BLANKS, " ").replace(EDGES, "");
    if (!cased) {
      told = told.toUpperCase().toLowerCase().normalize("NFC");
      told = told.replace(ENDING, "").replace(EDGES, "") || told;
    }
    return told.replace(BETWEEN_HANGUL, "$1");
  }

  const fits = (given, accepted) =>
    accepted.some(([text, cased]) => normal(given, cased) !== "" && normal(given, cased) === normal(text, cased));

  const share = (points, part, whole) => (whole ? Math.floor((2 * points * part + whole) / (2 * whole)) : 0);

  function choice(question, given, rules) {
    const chosen = new Set(given);
    const right = question.key.filter((place) => chosen.has(place)).length;
    const wrong = chosen.size - right;
    if (rules.partial) return share(question.points, Math.max(0, right - wrong), question.key.length);
    return right === question.key.length && wrong === 0 ? question.points : 0;
  }

  // Which parts of an answer are right: gaps, pairs or places.
  function parts(question, answer) {
    const given = Array.isArray(answer) ? answer : [];
    if (question.kind === "cloze") {
      return question.accepted.map((texts, place) => typeof given[place] === "string" && fits(given[place], texts));
    }
    return question.key.map((wanted, place) => given[place] === wanted);
  }

  // Hundredths, or null where a person must mark.
  function mark(question, answer, rules) {
    if (question.kind === "open") return null;
    if (question.kind === "yesno") return answer === question.key ? question.points : 0;
    if (question.kind === "short") {
      return typeof answer === "string" && fits(answer, question.accepted) ? question.points : 0;
    }
    if (question.kind === "choice") return choice(question, Array.isArray(answer) ? answer : [], rules);
    const right = parts(question, answer);
    const hits = right.filter(Boolean).length;
    if (question.kind === "order" && !rules.places && hits < right.length) return 0;
    return share(question.points, hits, right.length);
  }

  return { mark, parts, fits, normal };
})();
