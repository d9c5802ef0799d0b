// The XML parser: reads the texts of a document in the subset of XML that AWS services send.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/secrets.h"

namespace lookoutvision::internal {

/// An element without children.
struct XmlLeaf {
  /// The names of the enclosing elements and its own, without namespace prefixes:
  /// `/ErrorResponse/Error/Code`.
  std::string path = {};
  /// With references resolved and CDATA sections included, without surrounding white space.
  SecretString text = {};
};

/// The leaves of a document in order; text next to child elements is ignored. Absent if it is not
/// well-formed, nests deeper than 32 levels, has more than 1,000 leaves or a name of more than 128 bytes, or
/// contains a document type, or a reference that is neither predefined nor numeric: STS sends none of them,
/// and document types allow attacks on XML parsers.
std::optional<std::vector<XmlLeaf>> ParseXml(std::string_view text);

/// The text of the first leaf whose path ends with `path_end`; empty if there is none.
std::string FindText(const std::vector<XmlLeaf>& leaves, std::string_view path_end);

}  // namespace lookoutvision::internal
