"""Tags for what ``cyberpolicy.drawing`` draws, for what the pages of records have, and for what the search does."""

from django import template

from cyberpolicy import drawing, record_drawing
from cyberpolicy.search.drawing import found

register = template.Library()

register.simple_tag(drawing.icon)
register.simple_tag(drawing.status)
register.simple_tag(drawing.marks)
register.simple_tag(drawing.tracktag)
register.simple_tag(drawing.options)
register.simple_tag(drawing.year_bars)
register.simple_tag(drawing.links)
register.simple_tag(drawing.sources)
register.simple_tag(drawing.rows)
register.simple_tag(record_drawing.cites)
register.simple_tag(record_drawing.facts)
register.simple_tag(record_drawing.status_line)
register.simple_tag(record_drawing.relations)
register.simple_tag(record_drawing.qualified)
register.simple_tag(record_drawing.section_head)
register.simple_tag(found)
