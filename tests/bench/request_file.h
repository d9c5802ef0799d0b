// Reads a request from a file, so that the floor sends exactly the bytes of the library.
#pragma once

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace bench {

struct RequestFile {
  std::string url;
  std::vector<std::string> header_lines;
  std::string body;
};

/// Reads the URL, a line per header, an empty line, and the body.
inline RequestFile ReadRequest(const char* path) {
  std::ifstream file(path);
  RequestFile request;
  std::getline(file, request.url);
  for (std::string line; std::getline(file, line) && !line.empty();) request.header_lines.push_back(line);
  request.body.assign(std::istreambuf_iterator<char>(file), {});
  return request;
}

}  // namespace bench
