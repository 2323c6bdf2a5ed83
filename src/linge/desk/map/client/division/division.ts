/** 网格划分: the editor of a draft. */
import "maplibre-gl/dist/maplibre-gl.css";
import "./division.scss";
import "./division-editor.ts";
