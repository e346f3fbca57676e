"""Search: finding any record, document or passage, the same on every database.

From the address to the rows: ``language`` reads what somebody typed, ``together`` tells names of several words and
words that are several in one, ``widening`` adds what means the same (from ``vocabulary``, ``glossary``, ``thesaurus``;
for statuses and dates from ``facts`` and ``days``, for names from ``by_whom``), ``fields`` turns ``spoor:respons`` into
a set of records, a backend (``sqlite``, ``postgresql``) finds the rows of each word, ``finder`` keeps those as sets,
``joint`` finds what two rows hold together, and ``finding`` keeps of all that what the reader may see. ``ranking`` puts
what is left in order and ``snippets`` shows why. ``page`` is what stands on the page: with ``spelling`` and
``relating`` also what else might have been asked. ``index`` keeps it in step with every write; which words are forms of
one another say ``words`` and ``verbs``.
"""
