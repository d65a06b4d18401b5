"""What waits and what is done, as the database is asked for it: by numbers, without reading the cards."""

from __future__ import annotations

from quiz.store.rows import LIGHT

ASKABLE = "state = 'live' AND answered AND NOT coalesce(suspended, 0)"
ASKED = f"{ASKABLE} AND coalesce(buried_day, 0) < :today"
DUE = "due_day <= :today AND :asks_due"
GRADED = """
    SELECT coalesce(deck, ''), coalesce(note, '') AS note, reviews = 1
    FROM memories LEFT JOIN cards ON uid = card
    WHERE graded_day = :today AND state IS NOT 'dropped'
"""
OWN = f"""
    CASE
        WHEN note = '' OR graded_day = :today OR NOT :apart THEN cards.rowid
        WHEN note NOT IN (SELECT note FROM ({GRADED})) THEN note
    END
"""
"""What a card is counted by: siblings as one, and as nothing where one of them was graded today."""
TALLY = f"""
    SELECT
        {{deck}}, count(*), count(*) FILTER (WHERE due_day <= :today), count(*) FILTER (WHERE due_day IS NULL),
        count(*) FILTER (WHERE due_day > :today AND last_day = :today AND last_grade < :drill),
        count(DISTINCT {OWN}) FILTER (WHERE {DUE}),
        count(DISTINCT {OWN}) FILTER (WHERE due_day IS NULL OR {DUE}) - count(DISTINCT {OWN}) FILTER (WHERE {DUE})
    FROM cards LEFT JOIN memories ON card = uid
    WHERE {ASKED}
"""
SIBLINGS = f"""
    SELECT {LIGHT}
    FROM cards LEFT JOIN memories ON card = uid LEFT JOIN files ON path = file
    WHERE note IN (SELECT note FROM cards WHERE note != '' GROUP BY note HAVING count(*) > 1)
        AND {ASKED} AND (due_day IS NULL OR due_day <= :today)
    ORDER BY files.rowid, position
"""
"""The cards due or new that share their note with another card, without their texts, in the order of the notes."""
AGAIN = f"""
    FROM memories CROSS JOIN cards ON uid = card LEFT JOIN files ON path = file
    WHERE (due_day <= :today OR last_day = :today AND last_grade < :drill) AND {ASKED}
    ORDER BY files.rowid, position
"""
"""The cards that were seen before and are due or to be repeated, in the order of the notes."""
LOAD = f"""
    SELECT due_day, count(*)
    FROM memories JOIN cards ON uid = card
    WHERE due_day BETWEEN ? AND ? AND {ASKABLE}
    GROUP BY due_day
"""
