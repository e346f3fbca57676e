"""Which of the official documents that texts refer to stand in the knowledge base."""

from collections.abc import Iterable

from cyberpolicy import references
from cyberpolicy.models import Document


def own_documents(texts: Iterable[str], user) -> dict[str, str]:
    """By official id the address here of each document that ``texts`` refer to and ``user`` may see, in one query."""
    ids = {reference.id for text in texts if text for reference in references.parse(text)}
    documents = Document.objects.visible_to(user).filter(slug__in=ids) if ids else ()
    return {document.slug: document.get_absolute_url() for document in documents}
