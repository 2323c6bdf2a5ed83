"""What is laid where: the two communities, as somebody who knows the neighbourhood would say it.

Spots are metres east and north of the plane's corner. All names are invented; streets get new
names too, so that nobody takes the demonstration for the real neighbourhood.
"""

from dataclasses import dataclass

from .plane import Plane

Spot = tuple[float, float]


@dataclass(frozen=True, slots=True)
class EstateBrief:
    """So many buildings of a size, from the blocks around the spots, in so many grids.

    ``lane``: a lane of an old quarter (巷道) instead of an estate.
    """

    name: str
    buildings: int
    grids: int
    spots: tuple[Spot, ...]
    smallest_m2: float = 60.0
    largest_m2: float = 6_000.0
    lane: bool = False


@dataclass(frozen=True, slots=True)
class PlaceBrief:
    """A place on the building or the block at a spot."""

    name: str
    kind: str
    spot: Spot
    stalls: int = 0
    block: bool = False


@dataclass(frozen=True, slots=True)
class CommunityBrief:
    """One community: its map files, its window and rough outline, and what lies in it."""

    slug: str
    files: str
    plane: Plane
    window: Spot
    rough: tuple[Spot, ...]
    estates: tuple[EstateBrief, ...]
    sites: tuple[tuple[str, tuple[Spot, ...]], ...] = ()
    places: tuple[PlaceBrief, ...] = ()
    shops: int = 0
    organisations: int = 0
    rough_is_border: bool = False
    margin: float = 350.0


STREETS = (
    "建设路", "和平路", "文化路", "青年路", "团结路", "友谊路", "健康路", "民主路", "幸福路",
    "朝阳路", "迎宾路", "学院路", "体育路", "滨河路", "环城路", "新华路", "胜利街", "东风街",
    "光明街", "向阳街", "平安街", "同心街", "丰收巷", "书香巷", "桂花巷", "槐荫巷", "石桥巷",
    "井亭巷", "竹林巷", "梧桐巷", "银杉巷", "枫桥巷", "云锦巷", "望江巷", "听雨巷", "听涛巷",
    "长乐巷", "永宁巷", "安定巷", "聚贤巷", "思源巷", "勤学巷", "春晓巷", "秋月巷", "晴川巷",
    "古井巷", "南塘巷", "北塘巷", "东河巷", "西河巷",
)  # fmt: skip

XINGFULI = CommunityBrief(
    slug="xingfuli",
    files="demo_shanghai",
    plane=Plane(121.4805, 31.2260),
    window=(1240, 1890),
    rough=(
        (207, 1243), (531, 1296), (656, 1036), (794, 877), (883, 774), (966, 663), (897, 601),
        (1015, 456), (1063, 429), (1146, 304), (1150, 170), (870, 170), (538, 111), (276, 111),
        (138, 139), (83, 401), (83, 498), (193, 567), (138, 732), (97, 995), (110, 1060),
        (240, 1075),
    ),
    estates=(
        EstateBrief("锦绣花园", 24, 3, ((398, 967),), smallest_m2=150),
        EstateBrief("阳光家园", 27, 3, ((480, 1232), (514, 1155), (552, 1053)), smallest_m2=200),
        EstateBrief("翠湖苑", 16, 2, ((690, 781), (797, 781)), smallest_m2=150),
        EstateBrief("金桂新村", 18, 2, ((782, 327), (824, 353), (774, 405)), smallest_m2=60),
        EstateBrief(
            "银杏里", 64, 2, ((490, 687), (621, 742), (490, 840), (649, 891)), smallest_m2=70
        ),
        EstateBrief("学府雅苑", 8, 1, ((824, 672),), smallest_m2=300),
        EstateBrief(
            "铁路宿舍", 31, 1,
            ((473, 271), (495, 320), (440, 304), (472, 299), (476, 214)), smallest_m2=50,
        ),
    ),
    sites=(
        ("云栖华庭", ((188, 284),)),
        ("听涛名邸", ((338, 307),)),
        ("玉兰雅苑", ((922, 345),)),
        ("枫林公寓", ((832, 222),)),
        ("兰亭府", ((941, 224),)),
        ("碧水湾", ((1092, 230),)),
    ),
    places=(
        PlaceBrief("育英小学", "school", (234, 932)),
        PlaceBrief("小太阳幼儿园", "school", (440, 477)),
        PlaceBrief("幸福里社区卫生服务站", "clinic", (306, 793)),
        PlaceBrief("向阳公园", "park", (864, 498), block=True),
        PlaceBrief("南塘停车场", "parking", (828, 176), block=True),
        PlaceBrief("益民菜市场", "market", (237, 643), stalls=90),
        PlaceBrief("南门集市", "market", (134, 418), stalls=60),
        PlaceBrief("东门农贸市场", "market", (994, 387), stalls=70),
        PlaceBrief("望江便民市场", "market", (686, 581), stalls=30),
        PlaceBrief("下沉广场地下空间", "basement", (628, 641)),
    ),
    shops=2_224,
    organisations=328,
)  # fmt: skip

GUIZISHAN = CommunityBrief(
    slug="guizishan",
    files="demo_wuhan",
    plane=Plane(114.3825, 30.5005),
    window=(1300, 1000),
    rough=(
        (145, 775), (496, 781), (509, 435), (692, 435), (879, 263),
        (870, 90), (524, 103), (508, 15), (328, 21), (145, 121),
    ),
    rough_is_border=True,
    estates=(
        EstateBrief("桂花巷", 10, 1, ((366, 715),), 180, 1_300, lane=True),
        EstateBrief("石榴巷", 10, 1, ((814, 174),), 180, 1_300, lane=True),
        EstateBrief("木樨巷", 7, 1, ((623, 327),), 180, 1_300, lane=True),
        EstateBrief("含笑巷", 10, 1, ((394, 62),), 180, 1_300, lane=True),
        EstateBrief("书院巷", 8, 1, ((179, 342),), 180, 1_300, lane=True),
        EstateBrief("棕榈巷", 15, 1, ((431, 547),), 180, 1_300, lane=True),
        EstateBrief("枇杷巷", 10, 1, ((468, 267),), 180, 1_300, lane=True),
    ),
    places=(
        PlaceBrief("桂子山小学", "school", (250, 480)),
        PlaceBrief("映月湖公园", "park", (330, 410)),
    ),
    shops=180,
    organisations=36,
)  # fmt: skip

COMMUNITIES = (XINGFULI, GUIZISHAN)
