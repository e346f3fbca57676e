"""Tags for the pieces of a page that are the same on many pages: drawn once, and not anew for each."""

from collections.abc import Callable, Hashable

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.urls import get_script_prefix
from django.utils import timezone
from django.utils.translation import get_language

from cyberpolicy.latest import Latest
from cyberpolicy.stamps import Remembered

register = template.Library()

MOST = 200  # drawings of one piece


@register.tag
def fixed(parser: Parser, token: Token) -> "Piece":
    """``{% fixed a b %}…{% endfixed %}``: what stands between depends on a and b, on no record, reader or day."""
    return Piece(*_between(parser, token), Latest(MOST).of, lambda context: ())


@register.tag
def remembered(parser: Parser, token: Token) -> "Piece":
    """``{% remembered a b %}…{% endremembered %}``: the same for one reader, on one day, as long as nothing changed.

    A form that is sent stands outside: what guards it against forgery belongs to one page.
    """
    return Piece(*_between(parser, token), Remembered(MOST).of, _reader)


def _between(parser: Parser, token: Token) -> tuple[NodeList, list[FilterExpression]]:
    name, *values = token.split_contents()
    nodelist = parser.parse([f"end{name}"])
    parser.delete_first_token()
    return nodelist, [parser.compile_filter(value) for value in values]


def _reader(context: Context) -> Hashable:
    return getattr(context.get("user"), "pk", None), timezone.localdate()


class Piece(template.Node):
    """What stands between two tags. ``of`` remembers drawings by key.

    They depend on the values that are named, on the language, on the path under which the site stands, on ``around``.
    """

    child_nodelists = ()  # no blocks in it, so that a page that extends another need not look for them, each time

    def __init__(
        self,
        nodelist: NodeList,
        values: list[FilterExpression],
        of: Callable[[Hashable, Callable[[], str]], str],
        around: Callable[[Context], Hashable],
    ) -> None:
        self.nodelist = nodelist
        self._values, self._of, self._around = values, of, around

    def render(self, context: Context) -> str:
        values = (value.resolve(context) for value in self._values)
        key = (get_language(), get_script_prefix(), self._around(context), *values)
        return self._of(key, lambda: self.nodelist.render(context))
