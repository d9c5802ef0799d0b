// Plot; see plot.h.
#include "simulation/plot.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <string_view>

namespace lookoutvision::simulation {
namespace {

constexpr double kWidth = 860;
constexpr double kPanelHeight = 330;
constexpr double kTop = 50;
constexpr double kLeft = 70;
constexpr double kRight = 690;
constexpr double kPlotTop = 40;
constexpr double kPlotBottom = 270;
// Colours that people who see few of them can tell apart.
constexpr std::array<std::string_view, 4> kColours = {"#888888", "#d55e00", "#0072b2", "#009e73"};
// The last one lets a curve show that lies beneath it.
constexpr std::array<std::string_view, 4> kDashes = {"none", "none", "none", "6 4"};

// One decimal: enough for a screen, and the same everywhere.
std::string Number(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f", value);
  return text.data();
}

std::string Text(double x, double y, const std::string& text, const std::string& attributes = {}) {
  return "<text x=\"" + Number(x) + "\" y=\"" + Number(y) + "\"" + attributes + ">" + text + "</text>\n";
}

std::string Line(double x1, double y1, double x2, double y2, const std::string& attributes) {
  return "<line x1=\"" + Number(x1) + "\" y1=\"" + Number(y1) + "\" x2=\"" + Number(x2) + "\" y2=\"" +
         Number(y2) + "\" " + attributes + "/>\n";
}

// Where a value lies between the two ends of a scale.
double Place(const Axis& axis, double value, double begin, double end) {
  const auto scaled = [&](double v) { return axis.logarithmic ? std::log2(v) : v; };
  const double first = axis.ticks.front().at;
  const double last = axis.ticks.back().at;
  const double share =
      (scaled(std::clamp(value, first, last)) - scaled(first)) / (scaled(last) - scaled(first));
  return begin + share * (end - begin);
}

class PanelWriter {
 public:
  PanelWriter(const Panel& panel, double top) : panel_(panel), top_(top) {}

  std::string Write() {
    if (panel_.shade.size() == 2) Shade();
    out_ += Text(kLeft, top_ + 24, panel_.title, " font-weight=\"bold\"");
    Axes();
    for (std::size_t i = 0; i < panel_.curves.size(); ++i) Add(panel_.curves[i], i);
    return out_;
  }

 private:
  double X(double value) const { return Place(panel_.x, value, kLeft, kRight); }
  double Y(double value) const { return Place(panel_.y, value, top_ + kPlotBottom, top_ + kPlotTop); }

  void Shade() {
    const double begin = X(panel_.shade[0].at), end = X(panel_.shade[1].at);
    out_ += "<rect x=\"" + Number(begin) + "\" y=\"" + Number(top_ + kPlotTop) + "\" width=\"" +
            Number(end - begin) + "\" height=\"" + Number(kPlotBottom - kPlotTop) + "\" fill=\"#f3f3f3\"/>\n";
    out_ += Text(begin + 5, top_ + kPlotBottom - 6, panel_.shade[0].text, " fill=\"#666666\"");
  }

  void Axes() {
    for (const Tick& tick : panel_.y.ticks) {
      out_ += Line(kLeft, Y(tick.at), kRight, Y(tick.at), "stroke=\"#dddddd\"");
      out_ += Text(kLeft - 8, Y(tick.at) + 4, tick.text, " text-anchor=\"end\"");
    }
    for (const Tick& tick : panel_.x.ticks) {
      out_ += Line(X(tick.at), top_ + kPlotBottom, X(tick.at), top_ + kPlotBottom + 5, "stroke=\"#000000\"");
      out_ += Text(X(tick.at), top_ + kPlotBottom + 19, tick.text, " text-anchor=\"middle\"");
    }
    out_ += Line(kLeft, top_ + kPlotBottom, kRight, top_ + kPlotBottom, "stroke=\"#000000\"");
    out_ += Text((kLeft + kRight) / 2, top_ + kPlotBottom + 38, panel_.x.title, " text-anchor=\"middle\"");
    const double middle = top_ + (kPlotTop + kPlotBottom) / 2;
    out_ += Text(18, middle, panel_.y.title,
                 " text-anchor=\"middle\" transform=\"rotate(-90 18 " + Number(middle) + ")\"");
  }

  void Add(const Curve& curve, std::size_t index) {
    const std::string colour(kColours[index % kColours.size()]);
    const std::string stroke = "stroke=\"" + colour + "\" stroke-dasharray=\"" +
                               std::string(kDashes[index % kDashes.size()]) + "\" ";
    std::string points;
    for (const Point& point : curve.points) points += Number(X(point.x)) + "," + Number(Y(point.y)) + " ";
    if (!points.empty()) points.pop_back();
    out_ += "<polyline fill=\"none\" " + stroke + "stroke-width=\"2\" points=\"" + points + "\"/>\n";
    if (curve.marked) {
      for (const Point& point : curve.points) {
        out_ += "<circle cx=\"" + Number(X(point.x)) + "\" cy=\"" + Number(Y(point.y)) +
                "\" r=\"3\" fill=\"" + colour + "\"/>\n";
      }
    }
    const double y = top_ + kPlotTop + 12 + 22 * static_cast<double>(index);
    out_ += Line(kRight + 15, y - 4, kRight + 40, y - 4, stroke + "stroke-width=\"3\"");
    out_ += Text(kRight + 47, y, curve.name);
  }

  const Panel& panel_;
  const double top_;
  std::string out_;
};

}  // namespace

std::string Draw(const std::string& title, const std::vector<Panel>& panels) {
  const double height = kTop + kPanelHeight * static_cast<double>(panels.size());
  std::string out = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + Number(kWidth) + "\" height=\"" +
                    Number(height) + "\" font-family=\"sans-serif\" font-size=\"12\">\n<title>" + title +
                    "</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n";
  out += Text(kLeft, 30, title, " font-size=\"16\" font-weight=\"bold\"");
  for (std::size_t i = 0; i < panels.size(); ++i) {
    out += PanelWriter(panels[i], kTop + kPanelHeight * static_cast<double>(i)).Write();
  }
  return out + "</svg>\n";
}

}  // namespace lookoutvision::simulation
