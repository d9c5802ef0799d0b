// CurlHeaderList: the headers of a request as libcurl reads them; see curl_header_list.h.
#include "http/curl_header_list.h"

#include <string_view>

#include "base/text.h"

namespace lookoutvision::internal {
namespace {

bool IsBlank(std::string_view value) {
  return value.find_first_not_of(" \t") == value.npos;
}

// How long the message is, and how it is framed, is what curl sends: two answers to that would make one
// request look like two.
bool IsFraming(std::string_view name) {
  return EqualsIgnoreCase(name, "Content-Length") || EqualsIgnoreCase(name, "Transfer-Encoding") ||
         EqualsIgnoreCase(name, "Expect");
}

}  // namespace

bool SendsBody(const HttpRequest& request) {
  return !request.body.empty() || request.method == "POST" || request.method == "PUT" ||
         request.method == "PATCH";
}

curl_slist* CurlHeaderList::Fill(const HttpRequest& request) {
  // To curl, `Name:` means not to send the header, and `Name;` to send it empty.
  empty_lines_.clear();
  for (const HttpHeaders::Field field : request.headers) {
    if (IsBlank(field.value)) empty_lines_.append(field.name).append(";").push_back('\0');
  }

  nodes_.clear();
  Add("Expect:");
  if (SendsBody(request) && !request.headers.Find("Content-Type")) Add("Content-Type:");
  const char* empty_line = empty_lines_.c_str();
  for (auto at = request.headers.begin(); at != request.headers.end(); ++at) {
    const HttpHeaders::Field field = *at;
    const char* line = at.line();
    if (IsBlank(field.value)) {
      line = empty_line;
      empty_line += field.name.size() + 2;
    }
    if (!IsFraming(field.name)) Add(line);
  }
  // Only now, since the nodes have moved while they became more.
  for (std::size_t i = 1; i < nodes_.size(); ++i) nodes_[i - 1].next = &nodes_[i];
  return nodes_.data();
}

// Curl only reads the lines of its lists, though their type does not say so.
void CurlHeaderList::Add(const char* line) {
  nodes_.push_back(curl_slist{const_cast<char*>(line), nullptr});
}

}  // namespace lookoutvision::internal
