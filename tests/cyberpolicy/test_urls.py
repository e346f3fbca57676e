import pytest
from django.urls import resolve, reverse

from cyberpolicy.kinds import entry_models


@pytest.mark.parametrize("kind", entry_models())
def test_every_kind_has_a_list_an_export_and_pages(kind):
    plural = entry_models()[kind].plural
    assert reverse(f"{kind}-list") == f"/{plural}/"
    assert reverse(f"{kind}-export") == f"/{plural}/export/"
    assert reverse(f"{kind}-detail", args=["x"]) == f"/{plural}/x/"


@pytest.mark.parametrize("kind", entry_models())
def test_record_named_export_does_not_hide_the_export(kind):
    plural = entry_models()[kind].plural
    assert resolve(f"/{plural}/export/").url_name == f"{kind}-export"


@pytest.mark.parametrize(
    "url", ["/", "/search/", "/help/", "/privacy/", "/accessibility/", "/login/", "/healthz", "/admin/"]
)
def test_address_is_known(url):
    assert resolve(url)
