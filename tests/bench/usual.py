# ruff: noqa: DJ008 its models are for reading
"""The usual Django page on the same database: django-filter, Paginator, one GROUP BY a facet, Django's templates.

    gunicorn --bind 127.0.0.1:PORT tests.bench.usual:application

As a competent developer writes it in a day: joins fetched with the page, nothing cached. It has no accounts, no
visibility and one language, which all speak for it.
"""

import csv
import os
import secrets

import dj_database_url
import django
from django.conf import settings

LIST = """<!doctype html><title>Motions ({{ page.paginator.count }})</title><h1>Motions</h1>
<form>{{ filter.form.q }}{% for name, options in facets.items %}<fieldset><legend>{{ name }}</legend>
{% for value, count in options %}<label>
<input type="checkbox" name="{{ name }}" value="{{ value }}"> {{ value }} <span>{{ count }}</span></label>
{% endfor %}</fieldset>{% endfor %}<button>Filter</button></form>
<table><tr><th>Title<th>Paper<th>Submitters<th>Tracks<th>Outcome<th>Execution<th>Due on<th>Date</tr>
{% for motion in page %}{% include "row.html" %}{% endfor %}</table>
<nav>{% for number in numbers %}<a href="?page={{ number }}">{{ number }}</a> {% endfor %}</nav>"""
ROW = """<tr><td><a href="/motions/{{ motion.slug }}/">{{ motion.title_nl }}</a>
<td>{{ motion.dossier }}, nr. {{ motion.number }}
<td>{% for link in motion.links %}{% if link.kind == "submitted" %}{{ link.subject.title_nl }}; {% endif %}{% endfor %}
<td>{% for link in motion.tracks %}{{ link.object.title_nl }}; {% endfor %}
<td>{{ motion.get_outcome_display }}<td>{{ motion.execution }}
<td>{{ motion.due_on|date }}<td>{{ motion.sort_date|date }}</tr>"""
DETAIL = """<!doctype html><title>{{ motion.title_nl }}</title>
<h1>{{ motion.title_nl }}</h1><p>{{ motion.summary_nl }}</p>
<h2>Submitters</h2>{% for link in motion.links %}<p>{{ link.kind }} {{ link.subject.title_nl }}</p>{% endfor %}
<h2>Tracks</h2>{% for link in motion.tracks %}<p>{{ link.kind }} {{ link.object.title_nl }}</p>{% endfor %}
<h2>Requests</h2>{% for row in requests %}<p>{{ row.number }}. {{ row.text_nl }}</p>{% endfor %}
<h2>Outcomes</h2>{% for row in outcomes %}<p>{{ row.date }} {{ row.outcome }}</p>{% endfor %}
<h2>Executions</h2>{% for row in executions %}<p>{{ row.date }} {{ row.status }}</p>{% endfor %}"""

settings.configure(
    SECRET_KEY=secrets.token_hex(),
    ALLOWED_HOSTS=["127.0.0.1"],
    DATABASES={"default": dj_database_url.parse(os.environ["DATABASE_URL"], conn_max_age=600)},
    INSTALLED_APPS=["django_filters"],
    ROOT_URLCONF="tests.bench.usual",
    MIDDLEWARE=["django.middleware.gzip.GZipMiddleware", "django.middleware.common.CommonMiddleware"],
    TEMPLATES=[{
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {"loaders": [("django.template.loaders.cached.Loader", [
            ("django.template.loaders.locmem.Loader", {"list.html": LIST, "row.html": ROW, "detail.html": DETAIL}),
        ])]},
    }],
    USE_TZ=True,
)  # fmt: skip
django.setup()

import django_filters  # noqa: E402
from django.core.paginator import Paginator  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import models  # noqa: E402
from django.http import StreamingHttpResponse  # noqa: E402
from django.shortcuts import get_object_or_404, render  # noqa: E402
from django.urls import path  # noqa: E402

PER_PAGE = 50
FACETS = {
    "outcome": "outcome", "execution": "execution", "register": "register_status", "chamber": "chamber",
    "unit": "unit__code",
}  # fmt: skip


class Unmanaged(models.Model):
    class Meta:
        abstract = True
        app_label = "usual"
        managed = False


class Unit(Unmanaged):
    code = models.CharField(max_length=50)

    class Meta(Unmanaged.Meta):
        db_table = "cyberpolicy_unit"


class Record(Unmanaged):
    title_nl = models.CharField(max_length=300)

    class Meta(Unmanaged.Meta):
        db_table = "cyberpolicy_catalogueentry"


class Motion(Unmanaged):
    record = models.OneToOneField(Record, models.CASCADE, primary_key=True, db_column="catalogue_id")
    slug = models.CharField(max_length=100)
    title_nl = models.CharField(max_length=300)
    summary_nl = models.TextField()
    dossier = models.CharField(max_length=20)
    number = models.CharField(max_length=8)
    outcome = models.CharField(max_length=20, choices=[("adopted", "Adopted"), ("rejected", "Rejected")])
    execution = models.CharField(max_length=24)
    register_status = models.CharField(max_length=20)
    chamber = models.CharField(max_length=8)
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True)
    due_on = models.DateField(null=True)
    sort_date = models.DateField(null=True)

    class Meta(Unmanaged.Meta):
        db_table = "instruments_motion"


class Relation(Unmanaged):
    part_id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=40)
    subject = models.ForeignKey(Record, models.CASCADE, related_name="outgoing")
    object = models.ForeignKey(Record, models.CASCADE, related_name="incoming")

    class Meta(Unmanaged.Meta):
        db_table = "cyberpolicy_relation"


class Row(Unmanaged):
    part_id = models.BigIntegerField(primary_key=True)
    entry = models.ForeignKey(Record, models.CASCADE, related_name="%(class)ss")

    class Meta(Unmanaged.Meta):
        abstract = True


class Request(Row):
    number = models.IntegerField()
    text_nl = models.TextField()

    class Meta(Unmanaged.Meta):
        db_table = "instruments_request"


class OutcomeEvent(Row):
    date, outcome = models.CharField(max_length=60), models.CharField(max_length=20)

    class Meta(Unmanaged.Meta):
        db_table = "instruments_outcomeevent"


class ExecutionStatus(Row):
    date, status = models.CharField(max_length=60), models.CharField(max_length=24)

    class Meta(Unmanaged.Meta):
        db_table = "instruments_executionstatus"


class MotionFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(method="search")
    outcome = django_filters.CharFilter()
    execution = django_filters.CharFilter()
    register = django_filters.CharFilter(field_name="register_status")
    chamber = django_filters.CharFilter()
    unit = django_filters.CharFilter(field_name="unit__code")

    def search(self, queryset, name, value):
        for word in value.split():
            queryset = queryset.filter(models.Q(title_nl__icontains=word) | models.Q(summary_nl__icontains=word))
        return queryset


def motions():
    """The motions with what a row shows of others, fetched with the page."""
    incoming = Relation.objects.select_related("subject").filter(kind__in=["submitted", "responsible-for"])
    outgoing = Relation.objects.select_related("object").filter(kind="in-track")
    return Motion.objects.select_related("record").prefetch_related(
        models.Prefetch("record__incoming", incoming, to_attr="links"),
        models.Prefetch("record__outgoing", outgoing, to_attr="tracks"),
    )


def lift(motion: Motion) -> Motion:
    motion.links, motion.tracks = motion.record.links, motion.record.tracks
    return motion


def motion_list(request):
    filters = MotionFilter(request.GET, motions())
    sort = request.GET.get("sort", "slug")
    page = Paginator(filters.qs.order_by(sort if sort in {"slug", "-sort_date"} else "slug", "pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    page.object_list = [lift(motion) for motion in page.object_list]
    facets = {} if "plain" in request.GET else counts(filters.qs)
    numbers = page.paginator.get_elided_page_range(page.number)
    return render(request, "list.html", {"page": page, "filter": filters, "facets": facets, "numbers": numbers})


def counts(queryset) -> dict:
    rows = queryset.order_by().prefetch_related(None).select_related(None)
    return {name: list(rows.values_list(column).annotate(n=models.Count("pk"))) for name, column in FACETS.items()}


def motion_detail(request, slug):
    motion = lift(get_object_or_404(motions(), slug=slug))
    related = {"requests": Request, "outcomes": OutcomeEvent, "executions": ExecutionStatus}
    found = {name: model.objects.filter(entry=motion.pk) for name, model in related.items()}
    return render(request, "detail.html", {"motion": motion} | found)


class Echo:
    def write(self, line: str) -> str:
        return line


def motion_csv(request):
    writer = csv.writer(Echo())
    rows = MotionFilter(request.GET, motions()).qs.order_by("slug").select_related("record", "unit")
    lines = (writer.writerow(cells(lift(motion))) for motion in rows.iterator(chunk_size=500))
    return StreamingHttpResponse(lines, content_type="text/csv")


def cells(motion: Motion) -> list:
    people = "; ".join(link.subject.title_nl for link in motion.links if link.kind == "submitted")
    ministry = "; ".join(link.subject.title_nl for link in motion.links if link.kind == "responsible-for")
    tracks = "; ".join(link.object.title_nl for link in motion.tracks)
    return [
        motion.slug, motion.title_nl, motion.sort_date, motion.dossier, motion.outcome, motion.execution,
        motion.register_status, motion.chamber, motion.unit and motion.unit.code, motion.due_on, people, tracks,
        ministry, motion.summary_nl,
    ]  # fmt: skip


urlpatterns = [path("motions/", motion_list), path("motions/<str:slug>/", motion_detail), path("csv/", motion_csv)]
application = get_wsgi_application()
