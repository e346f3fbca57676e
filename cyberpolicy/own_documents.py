"""The official documents that stand in the knowledge base: those that texts refer to, and one that somebody names."""

from collections.abc import Iterable

from django.db.models import QuerySet

from cyberpolicy import references
from cyberpolicy.models import Document
from cyberpolicy.reference_links import references_in


def own_documents(texts: Iterable[str], user) -> dict[str, str]:
    """By official id the address here of each document that ``texts`` refer to and ``user`` may see, in one query."""
    ids = {reference.id for text in texts if text for reference in references_in(text)}
    documents = Document.objects.visible_to(user).filter(slug__in=ids) if ids else ()
    return {document.slug: document.get_absolute_url() for document in documents}


def document_named(name: str, documents: QuerySet[Document]) -> Document | None:
    """The one of ``documents`` with this address name, else with the number that ``name`` is a usual spelling of."""
    names = [name, f"kst-{references.paper_slug(name)}"]
    found = {document.slug: document for document in documents.filter(slug__in=names)}
    return found.get(names[0]) or found.get(names[1])
