from tests.cases import EntryListCase
from tracks import tables


class TestTrackList(EntryListCase):
    table = tables.TRACKS


class TestInitiativeList(EntryListCase):
    table = tables.INITIATIVES


class TestForumList(EntryListCase):
    table = tables.FORUMS


class TestPartyList(EntryListCase):
    table = tables.PARTIES


class TestPlaceList(EntryListCase):
    table = tables.PLACES


class TestIncidentList(EntryListCase):
    table = tables.INCIDENTS


class TestChallengeList(EntryListCase):
    table = tables.CHALLENGES


class TestTermList(EntryListCase):
    table = tables.TERMS
