"""The tool that laid the demonstration communities onto real neighbourhood maps, once.

Its results are the files of ``demo/data``; running it again gives the same bytes:
``python -m linge.demo.placing FOLDER_WITH_OSM_GEOJSON``. The product never runs it.
"""
