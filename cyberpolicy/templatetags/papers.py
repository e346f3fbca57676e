"""Showing the pieces of a document on a page, or in the HTML of its PDF."""

from django import template

from cyberpolicy.exports import paper

register = template.Library()


@register.filter
def sort_of(block: paper.Block) -> str:
    """Which piece it is: heading, paragraph, items, table or newpage."""
    return type(block).__name__.lower()


@register.filter
def inline(text: paper.Text) -> str:
    """A text with its links and stress as HTML."""
    return paper.as_html(text)


@register.filter
def item_at(items: tuple[str, ...], place: int) -> str:
    return items[place]
