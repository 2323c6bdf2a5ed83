from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linge.territory.rules import paths

COUNTS = st.integers(1, paths.CAPACITY)
PATHS = st.lists(COUNTS, min_size=1, max_size=8).map(
    lambda counts: "".join(paths.segment(count) for count in counts)
)


def test_the_first_child_is_0001_and_the_last_zzzz():
    assert paths.segment(1) == "0001"
    assert paths.segment(36) == "0010"
    assert paths.segment(paths.CAPACITY) == "ZZZZ"


@pytest.mark.parametrize("count", [0, -1, paths.CAPACITY + 1])
def test_a_parent_has_no_other_children(count):
    with pytest.raises(ValueError):
        paths.segment(count)


@given(COUNTS)
def test_a_segment_reads_back(count):
    assert paths.count_of(paths.segment(count)) == count


@given(st.integers(1, paths.CAPACITY - 1))
def test_the_next_segment_sorts_after_the_last(count):
    last = paths.segment(count)
    assert paths.next_segment(last) == paths.segment(count + 1) > last


def test_the_first_segment_comes_after_nothing():
    assert paths.next_segment("") == "0001"


@given(PATHS, PATHS)
def test_a_subtree_is_exactly_the_range_between_its_bounds(ancestor, path):
    low, high = paths.bounds(ancestor)
    assert (low <= path < high) == path.startswith(ancestor)
    assert low <= ancestor + path < high


@given(PATHS, PATHS, PATHS)
def test_a_transplanted_subtree_keeps_its_inner_order(old, new, tail):
    assert paths.transplant(old + tail, old, new) == new + tail
    assert paths.transplant(old, old, new) == new


def test_what_lies_elsewhere_stays_when_a_subtree_moves():
    assert paths.transplant("00020001", "0001", "0009") == "00020001"


@given(PATHS)
def test_ancestors_lead_from_the_root_to_the_node(path):
    chain = paths.ancestors(path)
    assert chain[-1] == path
    assert [paths.depth(step) for step in chain] == list(range(1, paths.depth(path) + 1))
    assert all(paths.parent(step) == before for before, step in pairwise(chain))


def test_only_a_path_from_the_community_down_has_a_community():
    path = "".join(paths.segment(n) for n in (1, 2, 3, 4, 5, 6))
    assert paths.community_path(path) == path[:20]
    assert paths.community_path(path[:16]) == ""


NODES = st.lists(st.sampled_from(["0001", "0002", "0003"]), min_size=1, max_size=4).map("".join)


class World:
    """A small tree of paths, moved at random; a segment is never given twice."""

    def __init__(self, nodes):
        steps = {one[:end] for one in nodes for end in range(4, len(one) + 1, 4)}
        self.now = {node: node for node in sorted(steps)}  # path at first → path now
        self.moves, self.last = [], 100

    def move(self, node, to):
        old, above = self.now[node], self.now[to]
        if paths.lies_under(above, old):
            return
        self.last += 1
        moved = paths.Moved(old, paths.child(above, self.last))
        self.now = {
            one: paths.transplant(path, moved.old, moved.new) for one, path in self.now.items()
        }
        self.moves.append(moved)


@given(nodes=st.sets(NODES, min_size=2, max_size=8), data=st.data())
def test_moves_undone_tell_where_everything_lay(nodes, data):
    world = World(nodes)
    every = sorted(world.now)
    for _ in range(data.draw(st.integers(0, 6))):
        world.move(data.draw(st.sampled_from(every)), data.draw(st.sampled_from(every)))
    for then, now in world.now.items():
        assert paths.path_then(now, world.moves) == then
    counted = data.draw(st.sampled_from(every))
    spans = paths.spans_of(counted, world.moves)
    for then, now in world.now.items():
        found = any(low <= now < high for low, high in spans)
        assert found == paths.lies_under(then, counted)
