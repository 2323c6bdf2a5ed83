"""网格地图: what lies where and what waits there, with a list that says the same without a map."""
