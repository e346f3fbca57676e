from cyberpolicy.relation_kinds import IN_TRACK, RELATION_KINDS


def test_every_kind_has_a_verb_for_each_direction():
    for slug, kind in RELATION_KINDS.items():
        assert slug == kind.slug
        assert str(kind.forward)
        assert str(kind.inverse)


def test_tracks_are_linked_by_a_known_kind():
    assert IN_TRACK in RELATION_KINDS
