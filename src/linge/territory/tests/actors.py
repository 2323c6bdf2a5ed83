"""People at work for tests: each holds one grant, over a community or over one grid."""

from datetime import date

from linge.kernel.access import Actor, Grant


def staff(role, node, *, grid=None, agency=None, user=None, post=""):
    """A member of staff with one grant that has held since 2025."""
    grant = Grant(
        role=role,
        post=post or role,
        node=node,
        grid=grid,
        agency=agency,
        lines=("*",),
        since=date(2025, 1, 1),
        until=None,
    )
    user_id = user.pk if user else None
    return Actor(user_id=user_id, name="测试人员", kind="staff", how="desk", grants=(grant,))


def officer(community, **more):
    return staff("community_officer", community.path, **more)


def leader(community, **more):
    return staff("community_leader", community.path, **more)


def worker(grid, **more):
    return staff("grid_worker", grid.community.path, grid=grid.pk, **more)


def admin(**more):
    return staff("system_admin", "", **more)
