// XML text as a tree of elements: as much of XML as the answers of STS use. It knows no element by name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/parsed.h"

namespace lookoutvision::internal {

/// An element. It refers to the text that was parsed, which must outlive it.
struct XmlElement {
  /// Without its namespace prefix.
  std::string_view name = {};
  /// What stands between the tags, where no element does; as written.
  std::string_view raw_text = {};
  std::vector<XmlElement> children = {};

  /// The one child of that name; null where there is none, or more than one.
  const XmlElement* Child(std::string_view child_name) const;
  /// The text with its references resolved and without the white space around it; empty where elements stand.
  std::string Text() const;
};

/// The document's root. A problem is what is not well-formed, nests deeper than 32 levels, or holds a
/// document type, a CDATA section, or a reference that is neither a predefined one nor a number: none of
/// those occurs in such an answer, and document types are how XML attacks its readers.
Parsed<XmlElement> ParseXml(std::string_view text);

}  // namespace lookoutvision::internal
