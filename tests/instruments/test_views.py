from instruments import tables
from tests.cases import EntryListCase


class TestInstrumentList(EntryListCase):
    table = tables.INSTRUMENTS


class TestListingList(EntryListCase):
    table = tables.LISTINGS


class TestMotionList(EntryListCase):
    table = tables.MOTIONS


class TestCommitmentList(EntryListCase):
    table = tables.COMMITMENTS
