"""Tags for what ``cyberpolicy.drawing`` draws."""

from django import template

from cyberpolicy import drawing

register = template.Library()

register.simple_tag(drawing.icon)
register.simple_tag(drawing.status)
register.simple_tag(drawing.marks)
register.simple_tag(drawing.tracktag)
register.simple_tag(drawing.options)
register.simple_tag(drawing.links)
register.simple_tag(drawing.sources)
register.simple_tag(drawing.rows)
