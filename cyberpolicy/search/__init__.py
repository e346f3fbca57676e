"""Search: finding any record, document or passage, the same on every database.

From the address to the rows: ``language`` reads what somebody typed, ``widening`` adds the words that mean the same
(from ``vocabulary``, ``glossary`` and ``thesaurus``), ``fields`` turns ``spoor:respons`` into a set of records, a
backend (``sqlite``, ``postgresql``) finds the rows of each word, ``finder`` keeps those as sets and ``finding``
intersects them, with what the reader may see. ``ranking`` puts what is left in order and ``snippets`` shows why.
``index`` keeps it in step with every write.
"""
