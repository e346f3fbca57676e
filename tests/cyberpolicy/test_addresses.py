import pytest
from django.http import QueryDict
from django.test import RequestFactory

from cyberpolicy.addresses import Address, record_addresses
from cyberpolicy.models import CatalogueEntry
from tracks.models import Forum

NAMES = ("q", "track", "sort", "page")


def address(query: str) -> Address:
    return Address("/forums/", QueryDict(query), NAMES)


def test_address_has_a_fixed_order_and_no_empty_values():
    assert str(address("page=2&track=a&q=&nonsense=1&track=b")) == "/forums/?track=a&track=b&page=2"


def test_address_without_query_is_the_path():
    assert str(address("q=")) == "/forums/"


def test_steps_go_back_to_the_first_page():
    assert address("q=x&page=3").having("sort", "-title") == "/forums/?q=x&sort=-title"
    assert address("q=x&page=3").without("q") == "/forums/"


def test_one_of_several_values_is_left_out():
    assert address("track=a&track=b").without("track", "a") == "/forums/?track=b"


def test_first_page_has_no_number():
    assert address("q=x&page=3").page(1) == "/forums/?q=x"
    assert address("q=x").page(2) == "/forums/?q=x&page=2"


def test_query_leaves_out_the_page():
    assert address("q=x&page=3").query() == "q=x"


def test_signs_are_encoded():
    assert str(address("q=a%26b%3D%22")) == "/forums/?q=a%26b%3D%22"


@pytest.mark.parametrize("slug", ["oewg", "un-gge_2.0", "coördinatie", "a b&c", "100%"])
def test_a_file_names_a_record_by_the_address_of_its_page(slug):
    page = CatalogueEntry(kind="forum", slug=slug).get_absolute_url()
    assert record_addresses(Forum, RequestFactory().get("/"))([slug]) == [f"http://testserver{page}"]
