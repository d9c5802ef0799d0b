// Simulates retry storms, and writes what came of them into docs/retry-storms.md and its plot, or holds those
// against it.
// usage: retry_storm             prints the tables
//        retry_storm smoke       a small storm: exit status 0 where what the document claims is true of it
//        retry_storm write DOCS  puts tables and plot into the folder DOCS
//        retry_storm check DOCS  exit status 0 where they are in it, and the claims true
#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "simulation/plot.h"
#include "simulation/storm.h"

namespace lookoutvision::simulation {
namespace {

constexpr std::string_view kBegin = "<!-- tables of retry_storm: begin -->\n";
constexpr std::string_view kFinish = "<!-- tables of retry_storm: end -->\n";

const std::vector<Strategy> kStrategies = {
    {"no retries", {.max_attempts = 1}},
    {"naive",
     {.max_attempts = 10,
      .base_backoff = milliseconds{0},
      .throttling_backoff = milliseconds{0},
      .quota = std::numeric_limits<int>::max()}},
    {"standard", {.max_attempts = 3, .mode = RetryMode::kStandard}},
    {"adaptive", {.max_attempts = 3, .mode = RetryMode::kAdaptive}},
};

std::string Fixed(double value, int decimals) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.*f", decimals, value);
  return text.data();
}

/// Everything that is simulated.
struct Results {
  /// In the order of kStrategies.
  std::vector<Outcome> outage;
  std::vector<Outcome> shedding;

  struct Seldom {
    milliseconds interval;
    double amplification;
  };
  /// Of standard mode in the outage.
  std::vector<Seldom> seldom;
};

Results SimulateAll(int clients) {
  Results results;
  for (const Strategy& strategy : kStrategies) {
    results.outage.push_back(Simulate({.fault = Fault::kOutage, .strategy = strategy, .clients = clients}));
    results.shedding.push_back(
        Simulate({.fault = Fault::kShedding, .strategy = strategy, .clients = clients}));
  }
  for (const int tenths : {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000}) {
    const milliseconds interval{100 * tenths};
    const Outcome outcome = Simulate(
        {.fault = Fault::kOutage, .strategy = kStrategies[2], .clients = clients / 10, .interval = interval});
    results.seldom.push_back({interval, outcome.amplification});
  }
  return results;
}

std::string TableOf(const std::vector<Outcome>& outcomes) {
  std::string table =
      "| strategy | amplification | busiest second | calls that succeeded | recovery |\n"
      "|---|---|---|---|---|\n";
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const Outcome& outcome = outcomes[i];
    table += "| " + kStrategies[i].name + " | " + Fixed(outcome.amplification, 2) + " | " +
             Fixed(*std::max_element(outcome.load.begin(), outcome.load.end()), 1) + " x | " +
             Fixed(100 * outcome.succeeded, 1) + " % | " +
             (outcome.recovery ? std::to_string(outcome.recovery->count()) + " s" : "never") + " |\n";
  }
  return table;
}

std::string Tables(const Results& results) {
  std::string text = "\nDown for five minutes:\n\n" + TableOf(results.outage) +
                     "\nHalf of the requests refused, for five minutes:\n\n" + TableOf(results.shedding) +
                     "\nStandard mode while the service is down, by how often a client calls:\n\n"
                     "| one call in | amplification |\n|---|---|\n";
  for (const auto& seldom : results.seldom) {
    text += "| " + Fixed(static_cast<double>(seldom.interval.count()) / 1000, 1) + " s | " +
            Fixed(seldom.amplification, 2) + " |\n";
  }
  return text + "\n";
}

Panel LoadOver(const std::string& title, const std::string& fault, const std::vector<Outcome>& outcomes) {
  Panel panel{
      .title = title,
      .x = {.title = "seconds since it began"},
      .y = {.title = "requests sent / calls wanted",
            .ticks = {{0.25, "1/4"}, {0.5, "1/2"}, {1, "1"}, {2, "2"}, {4, "4"}, {8, "8"}, {16, "16"}},
            .logarithmic = true},
      .shade = {{static_cast<double>(kFaultBegins.count()), fault},
                {static_cast<double>(kFaultEnds.count()), ""}}};
  for (int second = 0; second <= kEnd.count(); second += 20) {
    panel.x.ticks.push_back(
        {static_cast<double>(second), second % 60 == 20 ? std::to_string(second - 20) : ""});
  }
  // Each point is the middle of three seconds, of which the plot then has room for all.
  constexpr std::size_t kStep = 3;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    Curve curve{.name = kStrategies[i].name};
    const std::vector<double>& load = outcomes[i].load;
    for (std::size_t second = 0; second + kStep <= load.size(); second += kStep) {
      const double mean = (load[second] + load[second + 1] + load[second + 2]) / kStep;
      curve.points.push_back({static_cast<double>(second) + 1.5, mean});
    }
    panel.curves.push_back(std::move(curve));
  }
  return panel;
}

Panel AmplificationOver(const std::vector<Results::Seldom>& seldom) {
  Panel panel{
      .title = "Down for five minutes: standard mode, by how often a client calls",
      .x = {.title = "seconds from call to call",
            .ticks = {{0.1, "0.1"}, {1, "1"}, {10, "10"}, {100, "100"}},
            .logarithmic = true},
      .y = {.title = "amplification", .ticks = {{1, "1"}, {1.5, "1.5"}, {2, "2"}, {2.5, "2.5"}, {3, "3"}}}};
  Curve nothing{.name = "no retries", .points = {{0.1, 1}, {100, 1}}};
  Curve most{.name = "three attempts", .points = {{0.1, 3}, {100, 3}}};
  Curve standard{.name = "standard", .points = {}, .marked = true};
  for (const auto& point : seldom) {
    standard.points.push_back({static_cast<double>(point.interval.count()) / 1000, point.amplification});
  }
  panel.curves = {nothing, most, standard};
  return panel;
}

std::string Plot(const Results& results) {
  return Draw("Retry storms, simulated",
              {LoadOver("The service is down for five minutes", "down", results.outage),
               LoadOver("The service refuses half of the requests", "refuses half", results.shedding),
               AmplificationOver(results.seldom)});
}

std::string Read(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// `text` with what stands between the marks replaced; empty where it has no marks.
std::string WithTables(const std::string& text, const std::string& tables) {
  const std::size_t begin = text.find(kBegin), end = text.find(kFinish);
  if (begin == std::string::npos || end == std::string::npos) return "";
  return text.substr(0, begin + kBegin.size()) + tables + text.substr(end);
}

// Tells which of the document's claims do not hold.
bool ClaimsHold(const Results& results) {
  bool all = true;
  const auto claim = [&](bool holds, const char* what) {
    if (!holds) std::cerr << "not true: " << what << '\n';
    all = all && holds;
  };
  const Outcome &none = results.outage[0], &naive = results.outage[1], &standard = results.outage[2],
                &adaptive = results.outage[3];
  claim(none.amplification == 1, "without retries nothing is amplified");
  claim(naive.amplification > 9.5, "ten attempts without a wait are ten times the load");
  claim(!naive.recovery, "naive clients keep the service down");
  claim(standard.amplification < 1.2, "standard mode stays below 1.2 in the outage, at one call a second");
  claim(adaptive.amplification < 1.2, "adaptive mode stays below 1.2 in the outage, at one call a second");
  claim(standard.recovery && *standard.recovery <= seconds{5}, "standard mode recovers within 5 s");
  claim(results.shedding[2].amplification < results.shedding[1].amplification,
        "standard mode sends less than naive clients where half is shed");
  claim(results.shedding[3].amplification < 1.1, "adaptive mode sends hardly more than is wanted there");
  for (std::size_t i = 1; i < results.seldom.size(); ++i) {
    claim(results.seldom[i].amplification > results.seldom[i - 1].amplification - 0.01,
          "amplification grows as clients call less often");
  }
  claim(results.seldom.back().amplification > 2.9, "clients that call seldom use all their attempts");
  return all;
}

int Run(const std::string& command, const std::string& docs) {
  if (command == "smoke") return ClaimsHold(SimulateAll(/*clients=*/300)) ? 0 : 1;
  const Results results = SimulateAll(/*clients=*/10'000);
  const std::string tables = Tables(results);
  if (command.empty()) {
    std::cout << tables;
    return 0;
  }
  const std::string page = docs + "/retry-storms.md", plot = docs + "/retry-storms.svg";
  const std::string before = Read(page), after = WithTables(before, tables);
  if (after.empty()) {
    std::cerr << page << " has no place for the tables\n";
    return 1;
  }
  if (command == "write") {
    std::ofstream(page) << after;
    std::ofstream(plot) << Plot(results);
    return 0;
  }
  bool fine = ClaimsHold(results);
  if (before != after || Read(plot) != Plot(results)) {
    std::cerr << docs << " holds other figures than these; to renew it: retry_storm write " << docs << '\n'
              << tables;
    fine = false;
  }
  return fine ? 0 : 1;
}

}  // namespace
}  // namespace lookoutvision::simulation

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  const bool knows = words.empty() || (words.size() == 1 && words[0] == "smoke") ||
                     (words.size() == 2 && (words[0] == "write" || words[0] == "check"));
  if (!knows) {
    std::cerr << "usage: retry_storm [smoke | write DOCS | check DOCS]\n";
    return 2;
  }
  return lookoutvision::simulation::Run(words.empty() ? "" : words[0], words.size() == 2 ? words[1] : "");
}
