// Plot: curves in an SVG, written by hand. It knows nothing of what they mean.
#pragma once

#include <string>
#include <vector>

namespace lookoutvision::simulation {

struct Point {
  double x = 0;
  double y = 0;
};

struct Curve {
  std::string name;
  std::vector<Point> points = {};
  /// With a dot at each point.
  bool marked = false;
};

struct Tick {
  double at = 0;
  std::string text;
};

/// Values below the first tick are drawn at it, values above the last one at that.
struct Axis {
  std::string title;
  std::vector<Tick> ticks = {};
  bool logarithmic = false;
};

/// One coordinate system. The span of `shade`, where it has one, is grey.
struct Panel {
  std::string title;
  Axis x;
  Axis y;
  std::vector<Curve> curves = {};
  std::vector<Tick> shade = {};
};

/// The panels, one below the other. The n-th curve of each has the same colour.
std::string Draw(const std::string& title, const std::vector<Panel>& panels);

}  // namespace lookoutvision::simulation
