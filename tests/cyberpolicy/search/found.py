"""What the tests of the search ask it."""

from cyberpolicy.models import CatalogueEntry
from cyberpolicy.search import ranking
from cyberpolicy.search.finding import Search


def found(query: str, user=None) -> list[str]:
    """The titles found, best first."""
    search = Search(query, user)
    titles = dict(CatalogueEntry.objects.values_list("pk", "title_nl"))
    return [titles[pk] for pk in ranking.window(search, search.records)]
