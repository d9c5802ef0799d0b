// The User-Agent header, in the form that AWS's own clients use.
#pragma once

#include <string>
#include <string_view>

#include "config/settings.h"

namespace lookoutvision::internal {

/// The parts of the header that are the same for all calls of a client.
class UserAgent {
 public:
  explicit UserAgent(const Settings& settings);

  /// The header's value, with the features of one call (`B`) and of its credentials (`g`), each a
  /// list separated by commas.
  std::string Value(std::string_view call_features, std::string_view credentials_features) const;

 private:
  std::string start_;
  std::string features_;
  std::string end_;
};

}  // namespace lookoutvision::internal
