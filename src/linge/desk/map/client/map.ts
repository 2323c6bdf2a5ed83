/** 网格地图: the drawing beside the list. */
import "maplibre-gl/dist/maplibre-gl.css";
import "./map.scss";
import "./grid-map.ts";
