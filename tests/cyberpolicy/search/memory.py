"""A backend without an engine: it reads every row and compares word for word. Slow, plain, and the judge of the others.

It stands for any engine beside the database, such as OpenSearch: it answers with the keys of rows.
"""

from django.db.models import Q

from cyberpolicy.models import SearchEntry
from cyberpolicy.search.matching import Clause, occurs

NAMES = ("titles", "names", "numbers")


def rows(clause: Clause, *, in_names: bool = False) -> list[int]:
    fields = NAMES if in_names else (*NAMES, "body")
    return [pk for pk, *lines in SearchEntry.objects.values_list("pk", *fields) if occurs(clause, lines)]


def starting(field: str, start: str) -> Q:
    return Q(**{f"{field}__startswith": start})


def every() -> list[int]:
    return list(SearchEntry.objects.filter(passage=None).values_list("pk", flat=True))
