// The XML parser: parses the subset of XML that STS uses into a tree of elements.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/parsed.h"

namespace lookoutvision::internal {

/// An element, without its attributes. It refers to the parsed text, which must outlive it.
struct XmlElement {
  /// Without its namespace prefix.
  std::string_view name = {};
  /// The text between the tags, with references and CDATA sections as they are; empty if the element has
  /// children.
  std::string_view raw_text = {};
  std::vector<XmlElement> children = {};

  /// The only child of that name; null if there is none, or more than one.
  const XmlElement* Child(std::string_view child_name) const;
  /// The text with references resolved and the content of CDATA sections, without white space around it;
  /// empty if there are children.
  std::string Text() const;
};

/// Parses a document and returns its root. Rejects text that is not well-formed, nests deeper than 32 levels,
/// or contains a document type, or a reference that is neither predefined nor numeric: STS sends none of
/// them, and document types allow attacks on XML parsers.
Parsed<XmlElement> ParseXml(std::string_view text);

}  // namespace lookoutvision::internal
