/** One part of a dashboard. */
export interface Widget {
  type: 'text' | 'alarm' | 'metric' | 'log';
  properties: Record<string, unknown>;
}

/** A widget in its place, in units of the dashboard's grid. */
export interface PlacedWidget extends Widget {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The width of the grid of a CloudWatch dashboard. */
export const GRID_WIDTH = 24;

/** Places widgets in rows, one below the other. The widgets of a row share its width. */
export function widgetRows(...rows: { height: number; widgets: readonly Widget[] }[]): PlacedWidget[] {
  let y = 0;
  return rows.flatMap(({ height, widgets }) => {
    const width = Math.floor(GRID_WIDTH / widgets.length);
    const placed = widgets.map((widget, index) => ({ ...widget, x: index * width, y, width, height }));
    y += height;
    return placed;
  });
}
