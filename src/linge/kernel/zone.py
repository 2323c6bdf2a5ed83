"""The zone the house shows its instants in; they are stored in UTC."""

from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
