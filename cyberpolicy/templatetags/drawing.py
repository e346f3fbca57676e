"""Tags for what ``cyberpolicy.drawing`` draws, and what the search does."""

from django import template

from cyberpolicy import drawing
from cyberpolicy.search.drawing import found

register = template.Library()

register.simple_tag(drawing.icon)
register.simple_tag(drawing.status)
register.simple_tag(drawing.marks)
register.simple_tag(drawing.tracktag)
register.simple_tag(drawing.options)
register.simple_tag(drawing.links)
register.simple_tag(drawing.sources)
register.simple_tag(drawing.rows)
register.simple_tag(found)
