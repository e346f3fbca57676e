"""The official documents that facts rest on, and their passages."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cyberpolicy import dates, references
from cyberpolicy.models.entries import Entry
from cyberpolicy.models.reading import QuicklyRead

DOSSIER = RegexValidator(
    r"\A\d{4,5}(-[0-9A-Z]+)?\Z", _("Write the dossier without spaces: 33694, 21501-33 or 35570-V.")
)
PAPER_NUMBER = RegexValidator(r"\A[0-9A-Z]{1,8}\Z", _("Write the number alone: 56, or a letter such as S."))


class DocumentKind(models.TextChoices):
    LETTER = "letter", _("letter to parliament")
    MOTION_PAPER = "motion_paper", _("motion paper")
    PAPER = "paper", _("parliamentary paper")
    CABINET_RESPONSE = "cabinet_response", _("cabinet response")
    STRATEGY = "strategy", _("strategy")
    ADVICE = "advice", _("advice")
    GAZETTE = "gazette", _("official gazette")
    TREATY_TEXT = "treaty_text", _("treaty text")
    EU_ACT = "eu_act", _("act of the European Union")
    RESOLUTION = "resolution", _("resolution")


class Chamber(models.TextChoices):
    TWEEDE = "tweede", _("House of Representatives")
    EERSTE = "eerste", _("Senate")
    BOTH = "both", _("both chambers")


CHAMBER_NUMBERS: dict[str, str] = {Chamber.TWEEDE: "II", Chamber.EERSTE: "I"}  # as citations name them


CALLED_PAPER = ("kamerstuk", "kamerstukken", "paper", "papers")  # what people call what has a dossier


class Document(Entry):
    """An official document, known by its number where it has one."""

    plural = "documents"
    has_text = True
    dated_by = ("published", "sent", "issued", "adopted")

    kind = models.CharField(_("kind"), max_length=20, choices=DocumentKind)
    dossier = models.CharField(_("dossier"), max_length=20, blank=True, validators=[DOSSIER])
    number = models.CharField(_("number in the dossier"), max_length=8, blank=True, validators=[PAPER_NUMBER])
    further_dossiers = models.JSONField(_("also filed under"), default=list, blank=True)
    chamber = models.CharField(_("chamber"), max_length=8, choices=Chamber, blank=True)
    session_year = models.CharField(_("session year"), max_length=9, blank=True)
    as_written = models.CharField(_("as written in the source"), max_length=200, blank=True)
    url = models.URLField(_("official address"), blank=True)
    text_version = models.PositiveIntegerField(
        _("version of the text"), default=0, help_text=_("Which of its versions the passages show; 0: none yet.")
    )

    class Meta(Entry.Meta):
        verbose_name, verbose_name_plural = _("document"), _("documents")
        constraints = [
            *Entry.Meta.constraints,
            models.UniqueConstraint(
                fields=["dossier", "number"],
                condition=~models.Q(dossier="") & ~models.Q(number=""),
                name="document_one_number",
            ),
        ]

    @property
    def paper(self) -> str:
        """Its number as parliament writes it, "33 694, nr. 56"; empty without one."""
        return references.written(self.dossier, self.number)

    @property
    def session(self) -> str:
        return session_of(self.dossier, self.session_year, self.date)

    @property
    def citation(self) -> str:
        """As parliament cites it, "Kamerstukken II 2019/20, 33694, nr. 56"; its title when it has no number."""
        if not self.paper:
            return str(self.title)
        return references.cited_paper(self.dossier, self.number, CHAMBER_NUMBERS.get(self.chamber, ""), self.session)

    def search_texts(self) -> list[str]:
        return [*super().search_texts(), *(CALLED_PAPER if self.dossier else ())]

    def search_numbers(self) -> list[str]:
        dossiers = [self.dossier, *self.further_dossiers] if self.dossier and self.number else []
        numbers = [
            written for d in dossiers for written in (references.written(d, self.number), f"kst-{d}-{self.number}")
        ]
        return [self.slug, self.dossier, *numbers, self.as_written]

    def save(self, **kwargs) -> None:
        """Write the record; when another version of the text is to be shown, its passages follow."""
        from cyberpolicy import catalogue, document_texts
        from cyberpolicy.history import writing

        with writing():
            before = (
                None if self._state.adding else Document.objects.values_list("text_version", flat=True).get(pk=self.pk)
            )
            super().save(**kwargs)
            if before not in (None, self.text_version):
                document_texts.bring(self)
                catalogue.refresh(self)  # what is found by its passages


def session_of(dossier: str, recorded: str, date: str) -> str:
    """The session year of a document: as it was recorded, else of a paper of parliament the one that its date tells."""
    if recorded or not (dossier and date):
        return recorded
    day = dates.parse(date)
    return references.session_year_within(day.earliest, day.latest)


class PassageKind(models.TextChoices):
    SALUTATION = "salutation", _("salutation")
    PARAGRAPH = "paragraph", _("paragraph")
    LIST_ITEM = "list_item", _("list item")
    FOOTNOTE = "footnote", _("footnote")
    SIGNATURE = "signature", _("signature")


PASSAGES_A_PAGE = 100  # of a long document that is read on the site


def passage_address(document: Document, name: str, position: int) -> str:
    """The address of the place called ``name`` on the page of ``document`` that holds its ``position``-th passage."""
    page = max(position - 1, 0) // PASSAGES_A_PAGE + 1
    return f"{document.get_absolute_url()}{f'?page={page}' if page > 1 else ''}#{name}"


class Passage(QuicklyRead, models.Model):
    """A place in a document that can be cited; its text is there once the document has been imported."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="passages", verbose_name=_("document"))
    locator = models.CharField(
        _("locator"), max_length=40, help_text=_("Section and paragraph, for example 2.4 or fn.1.")
    )
    section = models.CharField(_("section"), max_length=40, blank=True)
    number = models.PositiveSmallIntegerField(_("paragraph"), default=0)
    kind = models.CharField(_("kind"), max_length=12, choices=PassageKind, default=PassageKind.PARAGRAPH)
    position = models.PositiveIntegerField(_("reading order"))
    text = models.TextField(_("text"), blank=True)
    text_hash = models.CharField(_("hash of the text"), max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("passage"), _("passages")
        ordering = ["document", "position"]
        constraints = [models.UniqueConstraint(fields=["document", "locator"], name="passage_one_locator")]

    def __str__(self) -> str:
        return f"{self.document.slug} {references.locator(self.locator)}"

    def get_absolute_url(self) -> str:
        return passage_address(self.document, self.locator, self.position)


class DocumentVersion(models.Model):
    """The text of a document as one import brought it; kept when a later one replaces it.

    Number 0 holds no text: it is how the passages were before the first.
    """

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions", verbose_name=_("document"))
    number = models.PositiveIntegerField(_("version"))
    imported_at = models.DateTimeField(_("imported at"), default=timezone.now)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("imported by")
    )
    source_name = models.CharField(_("name of the file"), max_length=200, blank=True)
    sha256 = models.CharField(_("hash of the file"), max_length=64, blank=True)
    passages = models.JSONField(_("passages"), default=dict, help_text=_("The text of each passage, by locator."))
    layout = models.JSONField(
        _("order of the passages"),
        default=list,
        help_text=_("Of each passage its locator, section, number in it and kind."),
    )
    sections = models.JSONField(_("sections"), default=dict, help_text=_("The title of each section, by number."))

    class Meta:
        verbose_name, verbose_name_plural = _("version of a document"), _("versions of documents")
        ordering = ["document", "-number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="document_version_one_number")]

    def __str__(self) -> str:
        return f"{self.document.slug} v{self.number}"
